/** The witness: a process of its own that cosigns checkpoints, and the feeder that brings them. */
@NullMarked
package io.floodwall.app.witness;

import org.jspecify.annotations.NullMarked;
