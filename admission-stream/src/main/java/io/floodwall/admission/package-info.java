/**
 * Admission: the first of the three applications, between what agents propose and what the gate
 * rules on.
 */
@NullMarked
package io.floodwall.admission;

import org.jspecify.annotations.NullMarked;
