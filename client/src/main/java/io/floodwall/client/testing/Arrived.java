package io.floodwall.client.testing;

import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.intent.Intent;

/**
 * An intent on a fake wall's one partition.
 *
 * @param previous the offset that was offered before it
 * @param depth how many waited when it came
 */
record Arrived(Intent intent, long offset, long previous, int depth) {
  static final int PARTITION = 0;

  Waiting waits(long nowMs) {
    return new Waiting(
        intent.tenant(),
        intent.agent(),
        intent.id(),
        intent.priority(),
        depth,
        PARTITION,
        offset,
        nowMs);
  }

  Refusal refused(Answer.Refuse answer, long capacity, long nowMs) {
    return new Refusal(
        intent.agent(),
        intent.id(),
        answer.reason(),
        answer.detail(),
        answer.retryAfterMs(),
        answer.earlierOffset(),
        depth,
        capacity,
        PARTITION,
        offset,
        previous,
        nowMs);
  }
}
