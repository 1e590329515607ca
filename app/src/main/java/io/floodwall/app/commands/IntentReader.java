package io.floodwall.app.commands;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.IntentBounds;
import io.floodwall.core.intent.Priority;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An intent as people and scripts write it: an object with {@code agent, id, action, resource,
 * priority, blast} and, as the action needs, {@code manifest}, {@code replicas}, or {@code tool}
 * and {@code parameters}.
 *
 * <p>Optional: {@code tenant, onBehalfOf, environment, reasoning, session, deadline} (RFC 3339) and
 * {@code stateDigest}. An unknown field is refused, so that no misspelt one is silently left out.
 */
final class IntentReader {
  private static final Set<String> COMMON =
      Set.of(
          "tenant",
          "agent",
          "id",
          "onBehalfOf",
          "action",
          "resource",
          "priority",
          "blast",
          "environment",
          "reasoning",
          "session",
          "deadline",
          "stateDigest");

  private IntentReader() {}

  /** Why an object is not an intent. */
  static final class NotAnIntentException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAnIntentException(String message) {
      super(message);
    }
  }

  static Intent read(JsonNode node) throws NotAnIntentException {
    if (!node.isObject()) {
      throw new NotAnIntentException("must be an object with agent, id, action and resource");
    }
    Action action = action(node);
    String tenant = optional(node, "tenant");
    var intent =
        new Intent(
            tenant == null ? Intent.DEFAULT_TENANT : tenant,
            required(node, "agent"),
            required(node, "id"),
            optional(node, "onBehalfOf"),
            action,
            constant(node, "priority", Priority.class, Priority.NORMAL),
            constant(node, "blast", BlastRadius.class, BlastRadius.CELL),
            optional(node, "environment"),
            optional(node, "reasoning"),
            optional(node, "session"),
            deadline(optional(node, "deadline")),
            optional(node, "stateDigest"));
    IntentBounds.Violation violation = IntentBounds.check(intent);
    if (violation != null) {
      throw new NotAnIntentException(violation.reason() + ": " + violation.detail());
    }
    return intent;
  }

  private static Action action(JsonNode node) throws NotAnIntentException {
    String word = required(node, "action");
    String resource = required(node, "resource");
    return switch (word) {
      case "apply" -> {
        refuseUnknown(node, "manifest");
        yield new Action.Apply(resource, required(node, "manifest"));
      }
      case "scale" -> {
        refuseUnknown(node, "replicas");
        yield new Action.Scale(resource, replicas(node.get("replicas")));
      }
      case "destroy" -> {
        refuseUnknown(node);
        yield new Action.Destroy(resource);
      }
      case "invoke" -> {
        refuseUnknown(node, "tool", "parameters");
        yield new Action.Invoke(
            resource, required(node, "tool"), parameters(node.get("parameters")));
      }
      default ->
          throw new NotAnIntentException(
              "action: must be apply, scale, destroy or invoke, is '" + word + "'");
    };
  }

  private static long replicas(@Nullable JsonNode node) throws NotAnIntentException {
    if (node == null || !node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new NotAnIntentException("replicas: must be a whole number");
    }
    long replicas = node.longValue();
    if (replicas < 0 || replicas > Action.Scale.MAX_REPLICAS) {
      throw new NotAnIntentException("replicas: must be 0 to " + Action.Scale.MAX_REPLICAS);
    }
    return replicas;
  }

  private static List<Action.Parameter> parameters(@Nullable JsonNode node)
      throws NotAnIntentException {
    var parameters = new ArrayList<Action.Parameter>();
    if (node == null) {
      return parameters;
    }
    if (!node.isObject()) {
      throw new NotAnIntentException("parameters: must be an object of texts");
    }
    for (var entry : node.properties()) {
      if (!entry.getValue().isTextual()) {
        throw new NotAnIntentException("parameters: " + entry.getKey() + ": must be text");
      }
      parameters.add(
          new Action.Parameter(
              entry.getKey(),
              whole("parameters: " + entry.getKey(), entry.getValue().textValue())));
    }
    return parameters;
  }

  private static @Nullable Long deadline(@Nullable String text) throws NotAnIntentException {
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new NotAnIntentException(
          "deadline: must be an RFC 3339 time with a zone, such as 2026-12-24T18:00:00Z");
    }
  }

  private static <E extends Enum<E>> E constant(
      JsonNode node, String field, Class<E> type, E absent) throws NotAnIntentException {
    String word = optional(node, field);
    if (word == null) {
      return absent;
    }
    var known = new ArrayList<String>();
    for (E constant : type.getEnumConstants()) {
      String spelt = constant.name().toLowerCase(Locale.ROOT);
      if (spelt.equals(word)) {
        return constant;
      }
      known.add(spelt);
    }
    throw new NotAnIntentException(field + ": must be one of " + known + ", is '" + word + "'");
  }

  private static String required(JsonNode node, String field) throws NotAnIntentException {
    String text = optional(node, field);
    if (text == null) {
      throw new NotAnIntentException(field + ": is missing");
    }
    return text;
  }

  private static @Nullable String optional(JsonNode node, String field)
      throws NotAnIntentException {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    boolean number = field.equals("id") && value.isIntegralNumber();
    if (!value.isTextual() && !number) {
      throw new NotAnIntentException(field + ": must be text");
    }
    return whole(field, value.asText());
  }

  /** JSON can spell half a character; the wire cannot carry it. */
  private static String whole(String field, String text) throws NotAnIntentException {
    if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw new NotAnIntentException(field + ": has half a surrogate pair; write whole characters");
    }
    return text;
  }

  private static void refuseUnknown(JsonNode node, String... more) throws NotAnIntentException {
    Set<String> mine = Set.of(more);
    for (var entry : node.properties()) {
      if (!COMMON.contains(entry.getKey()) && !mine.contains(entry.getKey())) {
        throw new NotAnIntentException("unknown field '" + entry.getKey() + "'");
      }
    }
  }
}
