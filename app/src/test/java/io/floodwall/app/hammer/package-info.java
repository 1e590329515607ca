/** Tests of the hammer. */
@NullMarked
package io.floodwall.app.hammer;

import org.jspecify.annotations.NullMarked;
