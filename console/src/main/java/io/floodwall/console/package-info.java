/** Prints floodwall records in Kafka's own console consumer. */
@NullMarked
package io.floodwall.console;

import org.jspecify.annotations.NullMarked;
