package io.floodwall.app.chaos;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Runs one plain test method, {@code CLASS METHOD}, without a test platform: for mutants. */
public final class OneTest {
  private OneTest() {}

  public static void main(String[] test) throws Exception {
    Class<?> type = Class.forName(test[0]);
    all(type, BeforeAll.class);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      Method method = type.getDeclaredMethod(test[1]);
      method.setAccessible(true);
      method.invoke(constructor.newInstance());
    } catch (InvocationTargetException e) {
      System.out.println("Exception in test " + e.getCause());
      System.exit(1);
    } finally {
      all(type, AfterAll.class);
    }
    System.exit(0);
  }

  private static void all(Class<?> type, Class<? extends Annotation> when) throws Exception {
    for (Method method : type.getDeclaredMethods()) {
      if (method.isAnnotationPresent(when)) {
        method.setAccessible(true);
        method.invoke(null);
      }
    }
  }
}
