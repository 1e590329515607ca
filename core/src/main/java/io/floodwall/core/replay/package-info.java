/** The wall rebuilt from its record: what was decided, and what nobody has decided yet. */
@NullMarked
package io.floodwall.core.replay;

import org.jspecify.annotations.NullMarked;
