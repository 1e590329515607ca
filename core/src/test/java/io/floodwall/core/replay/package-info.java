/** Tests of the rebuilding of the wall's state. */
@NullMarked
package io.floodwall.core.replay;

import org.jspecify.annotations.NullMarked;
