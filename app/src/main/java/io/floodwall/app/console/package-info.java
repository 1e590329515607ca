/** Kafka's own console consumer, as a command of floodwall. */
@NullMarked
package io.floodwall.app.console;

import org.jspecify.annotations.NullMarked;
