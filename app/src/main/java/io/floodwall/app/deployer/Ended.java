package io.floodwall.app.deployer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.core.outcome.Evidence;
import io.floodwall.core.outcome.Outcome.Result;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a command ended, and what that says of the change.
 *
 * @param exitCode null where it did not end by itself
 * @param evidence the end of its output, and why it was stopped if it was
 */
record Ended(Result result, @Nullable Integer exitCode, String evidence, Duration took) {
  /** It was never run. */
  static final Ended GIVEN_BACK = new Ended(Result.RELEASED, null, "", Duration.ZERO);

  /** The highest exit code that is the command's own word; above it a signal ended it. */
  static final int OWN_EXIT_CODE_MAX = 128;

  /** It ended by itself: 0 is applied, other codes say that nothing is changed. */
  static Ended byItself(int exitCode, byte[] output, Duration took) {
    if (exitCode > OWN_EXIT_CODE_MAX) {
      return new Ended(Result.UNKNOWN, exitCode, Evidence.endOf(output), took);
    }
    Result result = exitCode == 0 ? Result.APPLIED : Result.FAILED;
    return new Ended(result, exitCode, Evidence.endOf(output), took);
  }

  /** It was stopped in the middle: what it had changed by then is not known. */
  static Ended stopped(String why, byte[] output, Duration took) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(output);
    all.writeBytes((output.length == 0 ? "" : "\n").getBytes(UTF_8));
    all.writeBytes(("[stopped: " + why + "]").getBytes(UTF_8));
    return new Ended(Result.UNKNOWN, null, Evidence.endOf(all.toByteArray()), took);
  }
}
