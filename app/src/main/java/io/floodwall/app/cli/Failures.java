package io.floodwall.app.cli;

import io.floodwall.app.broker.BrokerStartException;
import io.floodwall.app.broker.FolderException;
import io.floodwall.core.intent.PlainText;
import io.floodwall.runtime.StartException;
import io.floodwall.schemas.registry.RegistryException;
import java.io.PrintWriter;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Turns what a command throws into one line on stderr and an exit code. {@code FLOODWALL_DEBUG=1}
 * adds the stack trace.
 */
public final class Failures implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + PlainText.escaped(tell(failure)));
    if (System.getenv("FLOODWALL_DEBUG") != null) {
      failure.printStackTrace(err);
    }
    err.flush();
    return exitCode(failure);
  }

  private static int exitCode(Exception failure) {
    if (failure instanceof CommandException told) {
      return told.exitCode();
    }
    return failure instanceof ConfigException ? ExitCode.USAGE : ExitCode.ERROR;
  }

  private static String tell(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    boolean plain =
        failure instanceof CommandException
            || failure instanceof StartException
            || failure instanceof FolderException
            || failure instanceof BrokerStartException
            || failure instanceof RegistryException
            || failure instanceof ConfigException;
    if (plain) {
      return message;
    }
    Optional<AuthorizationException> unauthorized = unauthorized(failure);
    if (unauthorized.isPresent()) {
      return unauthorized.get().getMessage()
          + "; the principal lacks a right. docs/access.md says which role has it: act as that one"
          + " with --command-config FILE, or see how to give it with: floodwall topics acls";
    }
    if (failure instanceof UnknownTopicOrPartitionException) {
      return "a topic is missing (" + message + "); create them with: floodwall topics create";
    }
    if (failure instanceof TimeoutException) {
      return "Kafka did not answer in time ("
          + message
          + "); check --bootstrap and that the broker runs";
    }
    return failure instanceof KafkaException
        ? "Kafka: " + message
        : failure.getClass().getSimpleName() + ": " + message;
  }

  private static Optional<AuthorizationException> unauthorized(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AuthorizationException unauthorized) {
        return Optional.of(unauthorized);
      }
    }
    return Optional.empty();
  }
}
