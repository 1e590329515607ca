/** What every command shares: options, exit codes, output, failures. */
@NullMarked
package io.floodwall.app.cli;

import org.jspecify.annotations.NullMarked;
