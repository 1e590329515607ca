package io.floodwall.client;

/** Where an intent lies on the intents topic: what every answer to it carries. */
public record IntentPlace(int partition, long offset) {
  @Override
  public String toString() {
    return "partition " + partition + " offset " + offset;
  }
}
