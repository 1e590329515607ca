package io.floodwall.core;

/**
 * Why the wall said what it said: the closed list behind every refusal, rejection, deferral and
 * dead letter.
 *
 * <p>Names are part of the wire contract and never change their meaning. {@code docs/reasons.md}
 * has a line for each; {@link #next} is what the one who reads it should do.
 */
public enum Reason {
  // Refused at the door: the record is not an intent.
  EMPTY_RECORD(
      "the record has no value",
      "send an Intent as the value; tombstones mean nothing on this topic"),
  MALFORMED(
      "the value does not decode as an Intent",
      "encode with the published schema and Confluent framing"),
  UNKNOWN_SCHEMA(
      "the schema id in the framing is not known", "use a schema id from schema-ids.properties"),
  TOO_LARGE(
      "key, value and headers together exceed the size limit",
      "put large manifests elsewhere and send a digest"),
  NULL_KEY("the record has no key", "key every intent with its agent"),
  KEY_MISMATCH(
      "the key is not the agent named in the intent", "key every intent with its own agent"),
  MISROUTED(
      "the key does not hash to this partition",
      "use Kafka's default partitioner; librdkafka clients need partitioner=murmur2_random"),
  BAD_IDENTITY(
      "tenant, agent or id is not 1-200 bytes of plain text",
      "use 1-200 bytes of UTF-8 without control, bidi or edge-space characters"),
  BAD_FIELD("a field is outside its bounds", "see the field's bound in docs/reasons.md"),
  // Refused by admission: the record is an intent, but not now or not again.
  DUPLICATE("this intent was already accepted", "nothing: read the answer to the earlier record"),
  ID_CONFLICT("this id was already used for a different intent", "give every new intent a new id"),
  JAILED(
      "the agent is jailed",
      "ask the operator named in the control; do not retry before it is lifted"),
  RATE_LIMITED("the agent's token bucket is empty", "retry after retryAfterMs"),
  BACKPRESSURE("the waiting room is full", "back off and retry when the depth has fallen"),
  EXPIRED(
      "the intent's deadline passed before it was released",
      "propose it again if it is still wanted"),
  // Given by the gate.
  ADMITTED("every policy that spoke admits", "deploy it once its ledger entry is in force"),
  POLICY(
      "a policy deferred or rejected it; the text says why",
      "change the intent as the text says, with a new id"),
  NO_POLICY_SPOKE(
      "no policy spoke and the bundle's default rejects",
      "ask for a policy that covers this intent"),
  UNKNOWN_TENANT(
      "no valid bundle is published for the tenant", "publish one: floodwall policy publish FILE"),
  AGENT_NOT_IN_TENANT(
      "the tenant's bundle does not list the agent", "add the agent to the bundle and publish it"),
  POLICY_ERROR(
      "a policy failed on this intent", "report it with the intent; nothing else was affected"),
  POLICY_OVERRUN(
      "a policy used up its work budget on this intent", "simplify the intent or raise the budget"),
  // Dead letters of the inner stages.
  UNEXPECTED_RECORD(
      "a record that this topic's writer never writes",
      "find out who wrote to the topic; check ACLs"),
  DUPLICATE_DECISION(
      "a decision number that is already in the ledger",
      "find out who wrote to the topic; check ACLs"),
  BAD_BUNDLE(
      "a policy bundle that does not compile",
      "run floodwall policy check FILE and publish a higher version"),
  BAD_CONTROL(
      "a control that is not understood",
      "publish controls with floodwall valve, jail and release");

  private final String meaning;
  private final String next;

  Reason(String meaning, String next) {
    this.meaning = meaning;
    this.next = next;
  }

  /** What happened, in one clause. */
  public String meaning() {
    return meaning;
  }

  /** What to do about it, in one clause. */
  public String next() {
    return next;
  }
}
