/** The front of the wall: token buckets, the bounded waiting room and the release budget. */
@NullMarked
package io.floodwall.core.admission;

import org.jspecify.annotations.NullMarked;
