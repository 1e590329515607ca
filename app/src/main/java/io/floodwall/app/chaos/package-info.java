/**
 * The chaos suite: a wall in processes of its own that is broken under load, the history of what
 * happened, and the checker that says what was lost.
 */
@NullMarked
package io.floodwall.app.chaos;

import org.jspecify.annotations.NullMarked;
