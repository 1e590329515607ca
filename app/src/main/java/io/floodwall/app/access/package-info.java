/** Who may do what at a wall: the roles, their rights, and how Kafka is told. */
@NullMarked
package io.floodwall.app.access;

import org.jspecify.annotations.NullMarked;
