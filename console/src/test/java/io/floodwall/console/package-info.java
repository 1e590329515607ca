/** What the formatter prints. */
@NullMarked
package io.floodwall.console;

import org.jspecify.annotations.NullMarked;
