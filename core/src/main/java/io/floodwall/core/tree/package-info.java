/**
 * The Merkle tree of RFC 6962 and RFC 9162 over a chain's entries: growing it, proving things of it
 * and checking proofs. Nothing here knows of signatures or of Kafka.
 */
@NullMarked
package io.floodwall.core.tree;

import org.jspecify.annotations.NullMarked;
