package io.floodwall.core.intent;

import java.util.List;
import java.util.Objects;

/** What a change does, always to a named resource. */
public sealed interface Action {

  /** The resource it is done to. */
  String resource();

  /** Whether it removes capacity or state for certain: a teardown, or a scale to zero. */
  boolean isDestructive();

  /**
   * Whether doing it twice leaves the same state as doing it once. The first three say what is to
   * be; a tool may do anything. What is not idempotent is never tried again in silence.
   */
  default boolean isIdempotent() {
    return switch (kind()) {
      case APPLY, SCALE, DESTROY -> true;
      case INVOKE -> false;
    };
  }

  /** Which of the four it is; for {@code switch} and for the wire. */
  Kind kind();

  /** The closed list of actions. */
  enum Kind {
    APPLY,
    SCALE,
    DESTROY,
    INVOKE
  }

  /** Create or update a resource from a manifest. */
  record Apply(String resource, String manifest) implements Action {
    public Apply {
      Objects.requireNonNull(resource, "resource");
      Objects.requireNonNull(manifest, "manifest");
    }

    @Override
    public boolean isDestructive() {
      return false;
    }

    @Override
    public Kind kind() {
      return Kind.APPLY;
    }
  }

  /** Change the replica count of a resource; replicas is an unsigned 32-bit number. */
  record Scale(String resource, long replicas) implements Action {
    /** The largest replica count: 2^32 - 1. */
    public static final long MAX_REPLICAS = 0xFFFF_FFFFL;

    public Scale {
      Objects.requireNonNull(resource, "resource");
      if (replicas < 0 || replicas > MAX_REPLICAS) {
        throw new IllegalArgumentException(
            "replicas must be 0.." + MAX_REPLICAS + ", got " + replicas);
      }
    }

    @Override
    public boolean isDestructive() {
      return replicas == 0;
    }

    @Override
    public Kind kind() {
      return Kind.SCALE;
    }
  }

  /** Tear a resource down. */
  record Destroy(String resource) implements Action {
    public Destroy {
      Objects.requireNonNull(resource, "resource");
    }

    @Override
    public boolean isDestructive() {
      return true;
    }

    @Override
    public Kind kind() {
      return Kind.DESTROY;
    }
  }

  /**
   * Call a named tool on a resource.
   *
   * <p>What a tool does is not visible from here, so it counts as destructive; a bundle may list it
   * as safe.
   */
  record Invoke(String resource, String tool, List<Parameter> parameters) implements Action {
    public Invoke {
      Objects.requireNonNull(resource, "resource");
      Objects.requireNonNull(tool, "tool");
      parameters = List.copyOf(parameters);
    }

    @Override
    public boolean isDestructive() {
      return true;
    }

    @Override
    public Kind kind() {
      return Kind.INVOKE;
    }
  }

  /** One named argument of a tool, in the order the agent gave them. */
  record Parameter(String name, String value) {
    public Parameter {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
    }
  }
}
