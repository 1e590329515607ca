/**
 * What an operator looks at: lists of what is on the wall, a live table, and one intent's story.
 */
@NullMarked
package io.floodwall.app.look;

import org.jspecify.annotations.NullMarked;
