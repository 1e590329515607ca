/**
 * Tests of the whole wall on a real broker: floods, restarts, kills, and the audit that counts what
 * was lost.
 */
@NullMarked
package io.floodwall.app.system;

import org.jspecify.annotations.NullMarked;
