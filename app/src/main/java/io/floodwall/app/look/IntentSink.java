package io.floodwall.app.look;

import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.gate.Decision;

/**
 * What is told of intents as their topics are read; each fact once, in whatever order they come.
 */
interface IntentSink {
  void arrived(Arrival arrival, boolean answered);

  void waiting(Waiting news);

  void released(Candidate candidate);

  void refused(Refusal refusal);

  void decided(Decision decision);

  /** Every decision of this partition up to this number is in force. */
  void inForce(int partition, long through);
}
