/** Tests of what the applications share, without a broker. */
@NullMarked
package io.floodwall.runtime;

import org.jspecify.annotations.NullMarked;
