package io.floodwall.schemas;

import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.Intent;
import io.floodwall.wire.Apply;
import io.floodwall.wire.Destroy;
import io.floodwall.wire.Invoke;
import io.floodwall.wire.Parameter;
import io.floodwall.wire.Scale;
import java.util.ArrayList;
import org.apache.avro.specific.SpecificRecord;

/** Intents between core and wire. */
final class IntentWire {
  private IntentWire() {}

  static io.floodwall.wire.Intent toWire(Intent intent) {
    return new io.floodwall.wire.Intent(
        intent.tenant(),
        intent.agent(),
        intent.id(),
        intent.onBehalfOf(),
        toWire(intent.action()),
        WireNames.toWire(intent.priority()),
        WireNames.toWire(intent.blast()),
        intent.environment(),
        intent.reasoning(),
        intent.session(),
        intent.deadlineMs(),
        intent.stateDigest());
  }

  static Intent fromWire(io.floodwall.wire.Intent wire) {
    return new Intent(
        wire.getTenant(),
        wire.getAgent(),
        wire.getId(),
        wire.getOnBehalfOf(),
        fromWire(wire.getAction()),
        WireNames.fromWire(wire.getPriority()),
        WireNames.fromWire(wire.getBlast()),
        wire.getEnvironment(),
        wire.getReasoning(),
        wire.getSession(),
        wire.getDeadlineMs(),
        wire.getStateDigest());
  }

  private static SpecificRecord toWire(Action action) {
    return switch (action.kind()) {
      case APPLY -> {
        var apply = (Action.Apply) action;
        yield new Apply(apply.resource(), apply.manifest());
      }
      case SCALE -> {
        var scale = (Action.Scale) action;
        yield new Scale(scale.resource(), scale.replicas());
      }
      case DESTROY -> new Destroy(action.resource());
      case INVOKE -> toWire((Action.Invoke) action);
    };
  }

  private static Invoke toWire(Action.Invoke invoke) {
    var parameters = new ArrayList<Parameter>(invoke.parameters().size());
    for (var parameter : invoke.parameters()) {
      parameters.add(new Parameter(parameter.name(), parameter.value()));
    }
    return new Invoke(invoke.resource(), invoke.tool(), parameters);
  }

  private static Action fromWire(Object action) {
    if (action instanceof Apply apply) {
      return new Action.Apply(apply.getResource(), apply.getManifest());
    }
    if (action instanceof Scale scale) {
      return new Action.Scale(scale.getResource(), scale.getReplicas());
    }
    if (action instanceof Destroy destroy) {
      return new Action.Destroy(destroy.getResource());
    }
    if (action instanceof Invoke invoke) {
      return fromWire(invoke);
    }
    throw new IllegalArgumentException("unknown action " + action.getClass().getSimpleName());
  }

  private static Action fromWire(Invoke invoke) {
    var parameters = new ArrayList<Action.Parameter>(invoke.getParameters().size());
    for (var parameter : invoke.getParameters()) {
      parameters.add(new Action.Parameter(parameter.getName(), parameter.getValue()));
    }
    return new Action.Invoke(invoke.getResource(), invoke.getTool(), parameters);
  }
}
