/** The wall as pure values and functions: no clock, no I/O, no dependency. */
@NullMarked
package io.floodwall.core;

import org.jspecify.annotations.NullMarked;
