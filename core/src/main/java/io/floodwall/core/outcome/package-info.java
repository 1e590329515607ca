/** What deployers did with what was admitted. */
@NullMarked
package io.floodwall.core.outcome;

import org.jspecify.annotations.NullMarked;
