/**
 * A wall as the command sees it: its topics, its publisher, its readers, and a whole one in this
 * process.
 */
@NullMarked
package io.floodwall.app.wall;

import org.jspecify.annotations.NullMarked;
