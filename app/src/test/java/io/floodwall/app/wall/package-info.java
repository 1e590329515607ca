/** Walls and their applications against a real broker. */
@NullMarked
package io.floodwall.app.wall;

import org.jspecify.annotations.NullMarked;
