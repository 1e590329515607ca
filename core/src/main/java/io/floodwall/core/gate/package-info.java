/** The rules: policies, bundles and deny-overrides. */
@NullMarked
package io.floodwall.core.gate;

import org.jspecify.annotations.NullMarked;
