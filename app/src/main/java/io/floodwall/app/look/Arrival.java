package io.floodwall.app.look;

import io.floodwall.core.intent.Intent;
import org.jspecify.annotations.Nullable;

/**
 * A record of the intents topic.
 *
 * @param agent its key as text, empty when there is none
 * @param intent what it holds, or null when it does not decode
 */
record Arrival(int partition, long offset, String agent, long appendMs, @Nullable Intent intent) {}
