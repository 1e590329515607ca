/** {@code floodwall simulate}: the wall in memory, driven by a line protocol on logical time. */
@NullMarked
package io.floodwall.app.simulate;

import org.jspecify.annotations.NullMarked;
