/**
 * What three mains would otherwise copy: lifecycle, configuration, health, dead letters. It holds
 * no domain type.
 */
@NullMarked
package io.floodwall.runtime;

import org.jspecify.annotations.NullMarked;
