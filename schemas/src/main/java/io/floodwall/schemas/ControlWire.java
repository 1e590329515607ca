package io.floodwall.schemas;

import io.floodwall.core.admission.Control;
import io.floodwall.core.signing.AgentKey;
import io.floodwall.core.signing.SigningMode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What admission obeys, on the wire. */
final class ControlWire {
  static final Layout<Control> CONTROL = new Layout<>(ControlWire::read, ControlWire::write);

  private static final WireEnum<Control.Kind> KIND = WireEnum.of(Control.Kind.class);
  private static final WireEnum<SigningMode> MODE = WireEnum.of(SigningMode.class);

  private ControlWire() {}

  private static Control read(WireDecoder in) throws IOException {
    return new Control(
        KIND.read(in),
        in.readString(),
        in.readBoolean(),
        in.readString(),
        in.readString(),
        in.readOptionalLong(),
        readKey(in),
        MODE.readOptional(in));
  }

  private static void write(Control control, WireEncoder out) {
    KIND.write(control.kind(), out);
    out.writeString(control.agent());
    out.writeBoolean(control.engaged());
    out.writeString(control.reason());
    out.writeString(control.who());
    out.writeOptional(control.untilMs());
    write(control.agentKey(), out);
    MODE.writeOptional(control.mode(), out);
  }

  private static @Nullable AgentKey readKey(WireDecoder in) throws IOException {
    return in.readPresence()
        ? new AgentKey(in.readBytes(), in.readLong(), in.readOptionalLong())
        : null;
  }

  private static void write(@Nullable AgentKey key, WireEncoder out) {
    out.writePresence(key != null);
    if (key != null) {
      out.write(key.publicKey());
      out.writeLong(key.validFromMs());
      out.writeOptional(key.validUntilMs());
    }
  }
}
