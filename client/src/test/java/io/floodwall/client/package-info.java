/** What becomes of proposals, without Kafka. */
@NullMarked
package io.floodwall.client;

import org.jspecify.annotations.NullMarked;
