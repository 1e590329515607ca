/**
 * {@code floodwall doctor}: what on a cluster breaks a promise of floodwall, and how to mend it.
 */
@NullMarked
package io.floodwall.app.doctor;

import org.jspecify.annotations.NullMarked;
