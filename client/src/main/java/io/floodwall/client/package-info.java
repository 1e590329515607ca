/** What agents and deployers embed: no Kafka Streams, no RocksDB. */
@NullMarked
package io.floodwall.client;

import org.jspecify.annotations.NullMarked;
