package io.floodwall.app.doctor;

import io.floodwall.app.access.Principals;
import io.floodwall.app.wall.Wall;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What is examined: a wall on a cluster, and this machine's side of the connection.
 *
 * @param commandConfig the file of client properties, when one was given
 * @param clock this machine's clock
 */
record Patient(
    Wall wall,
    Principals principals,
    Fixes fixes,
    Optional<Path> commandConfig,
    InstantSource clock) {}
