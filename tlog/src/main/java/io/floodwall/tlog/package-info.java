/**
 * The transparency-log formats of C2SP, byte for byte, so that verifiers that exist already accept
 * what floodwall signs: signed notes, checkpoints, cosignatures, proofs and trust policies.
 */
@NullMarked
package io.floodwall.tlog;

import org.jspecify.annotations.NullMarked;
