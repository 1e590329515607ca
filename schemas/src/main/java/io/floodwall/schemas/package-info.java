/** The wire contract: topics, framing, and codecs between Avro bytes and the core's records. */
@NullMarked
package io.floodwall.schemas;

import org.jspecify.annotations.NullMarked;
