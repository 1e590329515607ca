package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.runtime.StartException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A start that must not be tells its problem by name before anything else. */
final class StartExceptionTest {

  @ParameterizedTest
  @EnumSource(Problem.class)
  void nameLeadsTheMessage(Problem problem) {
    var exception = new StartException(problem, "what is wrong; what to do");
    assertThat(exception).hasMessage(problem.name() + ": what is wrong; what to do").hasNoCause();
    assertThat(exception.problem()).isEqualTo(problem);
  }

  @Test
  void causeIsKept() {
    var cause = new IllegalStateException("why");
    assertThat(new StartException(Problem.STREAMS_FAILED, "gate failed", cause)).hasCause(cause);
  }
}
