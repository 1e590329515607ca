/**
 * A wall in memory, for the unit tests of those who embed the client: no Kafka, no threads, no
 * clock but the test's.
 */
@NullMarked
package io.floodwall.client.testing;

import org.jspecify.annotations.NullMarked;
