package io.floodwall.core.ledger;

import java.util.Objects;

/**
 * Where a chain stands, as the heads topic tells it.
 *
 * @param origin the chain's origin, {@code <name>/<partition>}
 * @param decisionsThrough the highest decisionSeq below and at which every decision has its entry,
 *     or -1: what a deployer waits for
 */
public record PublishedHead(String origin, int partition, Chain.Head head, long decisionsThrough) {
  public PublishedHead {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(head, "head");
  }
}
