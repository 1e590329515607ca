package io.floodwall.schemas;

import io.floodwall.core.gate.PolicyBundle;
import java.io.IOException;

/** Policy bundles on the wire. */
final class BundleWire {
  static final Layout<PolicyBundle> BUNDLE = new Layout<>(BundleWire::read, BundleWire::write);

  private BundleWire() {}

  private static PolicyBundle read(WireDecoder in) throws IOException {
    return new PolicyBundle(
        in.readString(),
        in.readLong(),
        in.readBoolean(),
        in.readList(BundleWire::readRule),
        in.readList(WireDecoder::readString),
        in.readList(BundleWire::readPolicy));
  }

  private static void write(PolicyBundle bundle, WireEncoder out) {
    out.writeString(bundle.tenant());
    out.writeLong(bundle.version());
    out.writeBoolean(bundle.admitByDefault());
    out.writeList(bundle.agents(), BundleWire::write);
    out.writeList(bundle.safeTools(), BundleWire::write);
    out.writeList(bundle.policies(), BundleWire::write);
  }

  private static PolicyBundle.AgentRule readRule(WireDecoder in) throws IOException {
    return new PolicyBundle.AgentRule(
        in.readString(), WireTypes.PRIORITY.readOptional(in), WireTypes.BLAST.readOptional(in));
  }

  private static void write(PolicyBundle.AgentRule rule, WireEncoder out) {
    out.writeString(rule.agent());
    WireTypes.PRIORITY.writeOptional(rule.maxPriority(), out);
    WireTypes.BLAST.writeOptional(rule.minBlast(), out);
  }

  private static PolicyBundle.PolicySpec readPolicy(WireDecoder in) throws IOException {
    return new PolicyBundle.PolicySpec(in.readString(), in.readList(BundleWire::readParameter));
  }

  private static void write(PolicyBundle.PolicySpec policy, WireEncoder out) {
    out.writeString(policy.name());
    out.writeList(policy.parameters(), BundleWire::write);
  }

  private static PolicyBundle.Parameter readParameter(WireDecoder in) throws IOException {
    return new PolicyBundle.Parameter(in.readString(), in.readList(WireDecoder::readString));
  }

  private static void write(PolicyBundle.Parameter parameter, WireEncoder out) {
    out.writeString(parameter.name());
    out.writeList(parameter.values(), BundleWire::write);
  }

  private static void write(String text, WireEncoder out) {
    out.writeString(text);
  }
}
