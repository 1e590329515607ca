package io.floodwall.app.access;

import io.floodwall.schemas.TopicSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Somebody who does one kind of thing at a wall. */
public enum Role {
  /** Proposes changes and reads what became of them. */
  AGENT("agents"),
  /** The application that admits. */
  ADMISSION("admission"),
  /** The application that rules. */
  GATE("gate"),
  /** The application that records. */
  LEDGER("ledger"),
  /** Applies what was admitted and tells the outcome. */
  DEPLOYER("deployers"),
  /** Brings checkpoints to witnesses, and their cosignatures back. */
  FEEDER("feeders"),
  /** Publishes bundles and controls, and inspects everything. */
  OPERATOR("operators"),
  /** Reads everything and writes nothing. */
  AUDITOR("auditors");

  private static final String ANY_STAGE = "any stage";
  private static final Set<String> ANSWERS =
      Set.of("refused", "waiting", "admitted", "deferred", "rejected", "heads", "outcomes");
  private static final Set<String> PROOFS = Set.of("tiles", "checkpoints", "cosignatures");
  private static final Set<String> ORDERS = Set.of("admitted", "ledger", "heads", "outcomes");

  private final String writer;

  Role(String writer) {
    this.writer = writer;
  }

  /** The role that is called {@code title}. */
  public static Optional<Role> of(String title) {
    return Stream.of(values()).filter(role -> role.title().equals(title)).findFirst();
  }

  /** What it is called: {@code agent}, {@code gate} and so on. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is one of the applications; then its title is the application's name. */
  public boolean isApplication() {
    return this == ADMISSION || this == GATE || this == LEDGER;
  }

  /** Whether it may see every topic's settings, and the consumer groups. */
  boolean inspects() {
    return this == OPERATOR || this == AUDITOR;
  }

  /** Whether the specification names it as a writer of the topic. */
  public boolean writes(TopicSpec topic) {
    return topic.writer().equals(writer) || (isApplication() && topic.writer().equals(ANY_STAGE));
  }

  /** Whether it reads the topic; an application reads its sources, which it says itself. */
  boolean reads(TopicSpec topic) {
    return switch (this) {
      case AGENT -> ANSWERS.contains(topic.role());
      case DEPLOYER -> ORDERS.contains(topic.role()) || PROOFS.contains(topic.role());
      case FEEDER -> PROOFS.contains(topic.role());
      case OPERATOR, AUDITOR -> true;
      case ADMISSION, GATE, LEDGER -> false;
    };
  }
}
