package io.floodwall.app.deployer;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** An option that takes all words after it, those that look like options too. */
final class RestOfLine implements IParameterConsumer {
  @Override
  @SuppressWarnings("JdkObsolete") // the parser's own type
  public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
    List<String> rest = new ArrayList<>();
    while (!words.isEmpty()) {
      rest.add(words.pop());
    }
    option.setValue(rest);
  }
}
