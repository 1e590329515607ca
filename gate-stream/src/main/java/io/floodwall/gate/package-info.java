/**
 * The gate: the second of the three applications, between what admission released and what may be
 * deployed.
 */
@NullMarked
package io.floodwall.gate;

import org.jspecify.annotations.NullMarked;
