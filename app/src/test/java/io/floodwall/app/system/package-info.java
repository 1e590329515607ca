/**
 * Tests of the whole wall: the demo on a real broker, a registry, and the flood through the three
 * topologies against the in-memory wall.
 */
@NullMarked
package io.floodwall.app.system;

import org.jspecify.annotations.NullMarked;
