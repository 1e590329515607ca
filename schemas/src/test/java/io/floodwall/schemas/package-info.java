/** Tests of the wire contract. */
@NullMarked
package io.floodwall.schemas;

import org.jspecify.annotations.NullMarked;
