package io.floodwall.schemas;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Confluent's own serializer, deserializer and mock registry, in a class loader of their own with
 * the Avro and Kafka versions they come with; driven by reflection.
 */
final class ConfluentStack implements AutoCloseable {
  private static final Path JAR = Path.of("target/confluent/confluent.jar");
  private static final String SERIALIZERS = "io.confluent.kafka.serializers.";
  private static final String REGISTRY = "io.confluent.kafka.schemaregistry.";

  private final URLClassLoader loader;
  private final Object registry;
  private final Object serializer;
  private final Object deserializer;

  ConfluentStack() throws IOException, ReflectiveOperationException {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(JAR + " is missing: run mvn generate-test-resources");
    }
    loader =
        new URLClassLoader(new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    registry = load(REGISTRY + "client.MockSchemaRegistryClient").getConstructor().newInstance();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader); // Kafka looks configured classes up there
    try {
      serializer = connected("KafkaAvroSerializer");
      deserializer = connected("KafkaAvroDeserializer");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Registers a schema for the values of {@code topic} under the id that we pinned. */
  void register(String topic, RecordSchema version) throws ReflectiveOperationException {
    Class<?> parsed = load(REGISTRY + "ParsedSchema");
    Object schema =
        load(REGISTRY + "avro.AvroSchema")
            .getConstructor(String.class)
            .newInstance(version.schema().toString());
    registry
        .getClass()
        .getMethod("register", String.class, parsed, int.class, int.class)
        .invoke(registry, topic + "-value", schema, 1, version.id());
  }

  /** What Confluent's deserializer makes of {@code bytes}: a GenericRecord of its own Avro. */
  Object deserialize(String topic, byte[] bytes) throws ReflectiveOperationException {
    return deserializer
        .getClass()
        .getMethod("deserialize", String.class, byte[].class)
        .invoke(deserializer, topic, bytes);
  }

  /** What Confluent's serializer makes of a record that {@link #deserialize} gave. */
  byte[] serialize(String topic, Object record) throws ReflectiveOperationException {
    return (byte[])
        serializer
            .getClass()
            .getMethod("serialize", String.class, Object.class)
            .invoke(serializer, topic, record);
  }

  /** The value at a path of fields, as in {@code intent.action.resource}. */
  Object field(Object record, String path) throws ReflectiveOperationException {
    Object value = record;
    for (String name : List.of(path.split("\\.", -1))) {
      value =
          load("org.apache.avro.generic.GenericRecord")
              .getMethod("get", String.class)
              .invoke(value, name);
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  private Object connected(String serde) throws ReflectiveOperationException {
    var config =
        Map.of(
            "schema.registry.url",
            "mock://unused",
            "auto.register.schemas",
            false,
            "use.latest.version",
            false);
    return load(SERIALIZERS + serde)
        .getConstructor(load(REGISTRY + "client.SchemaRegistryClient"), Map.class)
        .newInstance(registry, config);
  }

  private Class<?> load(String name) throws ClassNotFoundException {
    return Class.forName(name, true, loader);
  }
}
