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
  // Refused by admission: the intent's signature does not show what is asked of it.
  SIGNATURE_MISSING(
      "the agent must sign and the intent is not signed",
      "sign it as docs/clients.md says, with a key that an operator has published"),
  SIGNATURE_MALFORMED(
      "the signature header is not one, or there are several",
      "write one header as docs/clients.md lays it out"),
  SIGNED_FOR_ANOTHER_TOPIC(
      "the intent was signed for another topic",
      "sign for the topic that it is sent to, prefix included"),
  SIGNED_FOR_ANOTHER_INTENT(
      "the signature is for another tenant, agent or id",
      "sign every intent anew; if nobody did this by mistake, somebody replays signatures"),
  SIGNED_FOR_ANOTHER_BODY(
      "the signature is for this id with another body",
      "sign the digest of the bytes that are sent, without the five bytes of framing"),
  UNKNOWN_KEY(
      "the key that signed was never published for the agent",
      "publish it: floodwall agents key add AGENT --vkey VKEY"),
  KEY_OF_ANOTHER_AGENT("the key that signed is another agent's", "sign with the agent's own key"),
  KEY_REVOKED("the key that signed is revoked", "sign with a key that is not; do not use this one"),
  KEY_NOT_YET_VALID(
      "the key that signed was not valid yet when the intent was appended",
      "sign with the earlier key until this one begins"),
  KEY_EXPIRED(
      "the key that signed was no longer valid when the intent was appended",
      "sign with a key that is valid"),
  SIGNATURE_MANGLED(
      "the signature's scalar is not reduced: a valid signature in another spelling",
      "send the signature as the signer made it"),
  SIGNATURE_FORGED(
      "the signature is not that of the key it names",
      "if the agent did send it, compare what it signs with docs/clients.md"),
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
      "publish controls with floodwall valve, jail, release and agents"),
  BAD_KEY(
      "an agent's public key that is none: of small order, all zero, or no point of the group",
      "make a key with floodwall agents key new");

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
