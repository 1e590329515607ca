package io.floodwall.app.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs one plain test method, {@code CLASS METHOD}, without a test platform: for mutants. */
public final class OneTest {
  private OneTest() {}

  public static void main(String[] test) throws Exception {
    Class<?> type = Class.forName(test[0]);
    Path folder = Files.createTempDirectory("one-test");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    all(type, null, BeforeAll.class);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      Object instance = constructor.newInstance();
      for (Field field : type.getDeclaredFields()) {
        if (field.isAnnotationPresent(TempDir.class)) {
          field.setAccessible(true);
          field.set(instance, folder);
        }
      }
      all(type, instance, BeforeEach.class);
      Method method = type.getDeclaredMethod(test[1]);
      method.setAccessible(true);
      method.invoke(instance);
      all(type, instance, AfterEach.class);
    } catch (InvocationTargetException e) {
      System.out.println("Exception in test " + e.getCause());
      System.exit(1);
    } finally {
      all(type, null, AfterAll.class);
    }
    System.exit(0);
  }

  private static void all(
      Class<?> type, @Nullable Object instance, Class<? extends Annotation> when) throws Exception {
    for (Method method : type.getDeclaredMethods()) {
      if (method.isAnnotationPresent(when)) {
        method.setAccessible(true);
        method.invoke(instance);
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
