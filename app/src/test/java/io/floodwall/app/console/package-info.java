/** A floodwall seen with Kafka's own tools. */
@NullMarked
package io.floodwall.app.console;

import org.jspecify.annotations.NullMarked;
