/** Every attack of docs/limitations.md on a wall that ran, found or not by the real commands. */
@NullMarked
package io.floodwall.app.tamper;

import org.jspecify.annotations.NullMarked;
