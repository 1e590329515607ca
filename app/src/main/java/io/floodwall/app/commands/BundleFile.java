package io.floodwall.app.commands;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.YamlFile;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Priority;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bundle as people write it:
 *
 * <pre>
 * tenant: default
 * version: 2
 * default: admit            # or reject, which is what an absent default means
 * agents:                   # absent: any agent
 *   - deployer
 *   - name: autoscaler
 *     maxPriority: normal   # its claims count as this at most
 *     minBlast: service     # and as this at least
 * safeTools: [list-pods]
 * policies:
 *   - no-global-destroy
 *   - resource-allowlist: {allow: [web, api]}
 * </pre>
 *
 * What it says is only read here; whether it makes sense is for {@link
 * io.floodwall.core.gate.BundleCompiler}.
 */
final class BundleFile {
  private static final Set<String> KEYS =
      Set.of("tenant", "version", "default", "agents", "safeTools", "policies");
  private static final Set<String> AGENT_KEYS = Set.of("name", "maxPriority", "minBlast");

  private final Path file;

  private BundleFile(Path file) {
    this.file = file;
  }

  static PolicyBundle read(Path file) {
    return new BundleFile(file).bundle(YamlFile.read(file));
  }

  private PolicyBundle bundle(JsonNode root) {
    if (!root.isObject()) {
      throw bad("must be a mapping with tenant, version and policies");
    }
    refuseUnknown("", root, KEYS);
    JsonNode version = required(root, "version");
    if (!version.isIntegralNumber() || !version.canConvertToLong()) {
      throw bad("version: must be a whole number, such as 2");
    }
    return new PolicyBundle(
        text("tenant", required(root, "tenant")),
        version.asLong(),
        admitByDefault(root.get("default")),
        agents(root.get("agents")),
        texts("safeTools", root.get("safeTools")),
        policies(required(root, "policies")));
  }

  private boolean admitByDefault(@Nullable JsonNode node) {
    if (node == null) {
      return false;
    }
    String word = text("default", node);
    if (!word.equals("admit") && !word.equals("reject")) {
      throw bad("default: must be admit or reject, is '" + word + "'");
    }
    return word.equals("admit");
  }

  private List<PolicyBundle.AgentRule> agents(@Nullable JsonNode node) {
    var rules = new ArrayList<PolicyBundle.AgentRule>();
    for (JsonNode agent : list("agents", node)) {
      if (agent.isObject()) {
        refuseUnknown("agents: ", agent, AGENT_KEYS);
        rules.add(
            new PolicyBundle.AgentRule(
                text("agents: name", required(agent, "name")),
                constant("maxPriority", Priority.class, agent.get("maxPriority")),
                constant("minBlast", BlastRadius.class, agent.get("minBlast"))));
      } else {
        rules.add(new PolicyBundle.AgentRule(text("agents", agent), null, null));
      }
    }
    if (node != null && rules.isEmpty()) {
      throw bad("agents: an empty list would let nobody in; leave it out to let any agent in");
    }
    return rules;
  }

  private List<PolicyBundle.PolicySpec> policies(JsonNode node) {
    var specs = new ArrayList<PolicyBundle.PolicySpec>();
    for (JsonNode policy : list("policies", node)) {
      if (policy.isTextual()) {
        specs.add(new PolicyBundle.PolicySpec(policy.textValue(), List.of()));
      } else if (policy.isObject() && policy.size() == 1) {
        Map.Entry<String, JsonNode> named = policy.properties().iterator().next();
        specs.add(
            new PolicyBundle.PolicySpec(
                named.getKey(), parameters(named.getKey(), named.getValue())));
      } else {
        throw bad("policies: each is a name, or one name with its parameters");
      }
    }
    return specs;
  }

  private List<PolicyBundle.Parameter> parameters(String policy, JsonNode node) {
    var parameters = new ArrayList<PolicyBundle.Parameter>();
    if (node.isNull()) {
      return parameters;
    }
    if (!node.isObject()) {
      throw bad("policies: " + policy + ": parameters must be a mapping, such as {allow: [web]}");
    }
    for (Iterator<Map.Entry<String, JsonNode>> it = node.properties().iterator(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> parameter = it.next();
      String place = "policies: " + policy + ": " + parameter.getKey();
      List<String> values =
          parameter.getValue().isArray()
              ? texts(place, parameter.getValue())
              : List.of(scalar(place, parameter.getValue()));
      parameters.add(new PolicyBundle.Parameter(parameter.getKey(), values));
    }
    return parameters;
  }

  private List<String> texts(String place, @Nullable JsonNode node) {
    var texts = new ArrayList<String>();
    list(place, node).forEach(item -> texts.add(scalar(place, item)));
    return texts;
  }

  private List<JsonNode> list(String place, @Nullable JsonNode node) {
    if (node == null) {
      return List.of();
    }
    if (!node.isArray()) {
      throw bad(place + ": must be a list");
    }
    var items = new ArrayList<JsonNode>();
    node.forEach(items::add);
    return items;
  }

  private <E extends Enum<E>> @Nullable E constant(
      String place, Class<E> type, @Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    String word = text(place, node);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
        return constant;
      }
    }
    throw bad(place + ": '" + word + "' is not known");
  }

  private void refuseUnknown(String place, JsonNode node, Set<String> known) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw bad(
                    place
                        + "unknown key '"
                        + name
                        + "'; known are "
                        + known.stream().sorted().toList());
              }
            });
  }

  private JsonNode required(JsonNode node, String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      throw bad(name + ": is missing");
    }
    return value;
  }

  private String text(String place, JsonNode node) {
    if (!node.isTextual()) {
      throw bad(place + ": must be text");
    }
    return node.textValue();
  }

  private String scalar(String place, JsonNode node) {
    if (!node.isTextual() && !node.isBoolean()) {
      throw bad(place + ": must be text, true or false (quote numbers)");
    }
    return node.asText();
  }

  private CommandException bad(String problem) {
    return new CommandException(ExitCode.ERROR, file + ": " + problem);
  }
}
