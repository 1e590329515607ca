/** The commands that run, feed and steer a wall. */
@NullMarked
package io.floodwall.app.commands;

import org.jspecify.annotations.NullMarked;
