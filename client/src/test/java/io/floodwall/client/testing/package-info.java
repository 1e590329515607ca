/** How an agent's author tests with the wall in memory. */
@NullMarked
package io.floodwall.client.testing;

import org.jspecify.annotations.NullMarked;
