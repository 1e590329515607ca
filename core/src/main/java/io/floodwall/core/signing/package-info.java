/** Signed intents: what an agent signs, under which keys, and what is asked of whom. */
@NullMarked
package io.floodwall.core.signing;

import org.jspecify.annotations.NullMarked;
