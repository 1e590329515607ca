/** The floodwall command. */
@NullMarked
package io.floodwall.app;

import org.jspecify.annotations.NullMarked;
