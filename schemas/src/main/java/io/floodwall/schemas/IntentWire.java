package io.floodwall.schemas;

import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.Intent;
import java.io.IOException;

/** Intents on the wire. */
final class IntentWire {
  static final Layout<Intent> INTENT = new Layout<>(IntentWire::read, IntentWire::write);

  private static final WireEnum<Action.Kind> KIND = WireEnum.of(Action.Kind.class);

  private IntentWire() {}

  static Intent read(WireDecoder in) throws IOException {
    return new Intent(
        in.readString(),
        in.readString(),
        in.readString(),
        in.readOptionalString(),
        readAction(in),
        WireTypes.PRIORITY.read(in),
        WireTypes.BLAST.read(in),
        in.readOptionalString(),
        in.readOptionalString(),
        in.readOptionalString(),
        in.readOptionalLong(),
        in.readOptionalString());
  }

  static void write(Intent intent, WireEncoder out) {
    out.writeString(intent.tenant());
    out.writeString(intent.agent());
    out.writeString(intent.id());
    out.writeOptional(intent.onBehalfOf());
    write(intent.action(), out);
    WireTypes.PRIORITY.write(intent.priority(), out);
    WireTypes.BLAST.write(intent.blast(), out);
    out.writeOptional(intent.environment());
    out.writeOptional(intent.reasoning());
    out.writeOptional(intent.session());
    out.writeOptional(intent.deadlineMs());
    out.writeOptional(intent.stateDigest());
  }

  /** A union of records is the branch's number, which is the kind's, and that record. */
  private static Action readAction(WireDecoder in) throws IOException {
    Action.Kind kind = KIND.read(in);
    String resource = in.readString();
    return switch (kind) {
      case APPLY -> new Action.Apply(resource, in.readString());
      case SCALE -> new Action.Scale(resource, in.readLong());
      case DESTROY -> new Action.Destroy(resource);
      case INVOKE ->
          new Action.Invoke(resource, in.readString(), in.readList(IntentWire::readParameter));
    };
  }

  private static void write(Action action, WireEncoder out) {
    KIND.write(action.kind(), out);
    out.writeString(action.resource());
    switch (action.kind()) {
      case APPLY -> out.writeString(((Action.Apply) action).manifest());
      case SCALE -> out.writeLong(((Action.Scale) action).replicas());
      case DESTROY -> {}
      case INVOKE -> {
        var invoke = (Action.Invoke) action;
        out.writeString(invoke.tool());
        out.writeList(invoke.parameters(), IntentWire::write);
      }
    }
  }

  private static Action.Parameter readParameter(WireDecoder in) throws IOException {
    return new Action.Parameter(in.readString(), in.readString());
  }

  private static void write(Action.Parameter parameter, WireEncoder out) {
    out.writeString(parameter.name());
    out.writeString(parameter.value());
  }
}
