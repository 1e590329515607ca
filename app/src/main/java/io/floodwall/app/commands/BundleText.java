package io.floodwall.app.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.YamlText;
import io.floodwall.core.gate.PolicyBundle;
import java.util.Locale;

/**
 * A bundle in the shape of its file, as JSON or as one YAML document (in flow style, so that every
 * text in it is quoted and escaped): what is shown can be edited and published again.
 */
final class BundleText {
  private BundleText() {}

  static ObjectNode json(PolicyBundle bundle) {
    ObjectNode root = Json.object();
    root.put("tenant", bundle.tenant()).put("version", bundle.version());
    root.put("default", bundle.admitByDefault() ? "admit" : "reject");
    if (!bundle.agents().isEmpty()) {
      ArrayNode agents = root.putArray("agents");
      for (var rule : bundle.agents()) {
        ObjectNode agent = agents.addObject().put("name", rule.agent());
        if (rule.maxPriority() != null) {
          agent.put("maxPriority", rule.maxPriority().name().toLowerCase(Locale.ROOT));
        }
        if (rule.minBlast() != null) {
          agent.put("minBlast", rule.minBlast().name().toLowerCase(Locale.ROOT));
        }
      }
    }
    if (!bundle.safeTools().isEmpty()) {
      bundle.safeTools().forEach(root.putArray("safeTools")::add);
    }
    ArrayNode policies = root.putArray("policies");
    for (var policy : bundle.policies()) {
      ObjectNode parameters = policies.addObject().putObject(policy.name());
      policy
          .parameters()
          .forEach(
              parameter -> parameter.values().forEach(parameters.withArray(parameter.name())::add));
    }
    return root;
  }

  static String yaml(PolicyBundle bundle) {
    return YamlText.document(json(bundle));
  }
}
