/** The commands, as a person or a script at a terminal meets them. */
@NullMarked
package io.floodwall.app.commands;

import org.jspecify.annotations.NullMarked;
