/** The client against a real wall, and against the one in memory. */
@NullMarked
package io.floodwall.app.client;

import org.jspecify.annotations.NullMarked;
