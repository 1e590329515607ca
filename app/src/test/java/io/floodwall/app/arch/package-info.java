/** Who may know whom, and what nobody may do. */
@NullMarked
package io.floodwall.app.arch;

import org.jspecify.annotations.NullMarked;
