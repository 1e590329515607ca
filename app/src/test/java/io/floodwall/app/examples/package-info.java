/** The examples, compiled from their source and run as their readers would. */
@NullMarked
package io.floodwall.app.examples;

import org.jspecify.annotations.NullMarked;
