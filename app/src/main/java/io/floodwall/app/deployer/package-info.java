/** The reference deployer: a command run for each admitted decision, and its outcome reported. */
@NullMarked
package io.floodwall.app.deployer;

import org.jspecify.annotations.NullMarked;
