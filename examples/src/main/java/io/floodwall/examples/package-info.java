/** An agent and a deployer to start from. */
@NullMarked
package io.floodwall.examples;

import org.jspecify.annotations.NullMarked;
