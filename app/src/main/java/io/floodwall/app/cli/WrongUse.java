package io.floodwall.app.cli;

import io.floodwall.core.intent.PlainText;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what is wrong with a command's words, and how it is used: as picocli would, but what was
 * typed is escaped, for a script may pass on what an agent wrote.
 */
public final class WrongUse implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException wrong, String[] words) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(command.getColorScheme().errorText(PlainText.escaped(wrong.getMessage())));
    if (!UnmatchedArgumentException.printSuggestions(wrong, err)) {
      command.usage(err, command.getColorScheme());
    }
    err.flush();
    return ExitCode.USAGE;
  }
}
