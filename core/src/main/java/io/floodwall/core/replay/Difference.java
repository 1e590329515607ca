package io.floodwall.core.replay;

/**
 * One respect in which a recorded decision is not what deciding it again gives.
 *
 * @param what the verdict, the reason, a policy and so on
 */
public record Difference(String what, String recorded, String redecided) {
  /** One line for people. */
  public String line() {
    return what + ": recorded " + recorded + ", decided again " + redecided;
  }
}
