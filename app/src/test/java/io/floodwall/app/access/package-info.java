/** The rights at a wall: what is granted, and what a real broker then allows. */
@NullMarked
package io.floodwall.app.access;

import org.jspecify.annotations.NullMarked;
