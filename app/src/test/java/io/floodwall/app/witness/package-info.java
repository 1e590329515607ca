/** Tests of the witness and its feeder. */
@NullMarked
package io.floodwall.app.witness;

import org.jspecify.annotations.NullMarked;
