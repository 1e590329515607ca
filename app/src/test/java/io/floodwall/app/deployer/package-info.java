@NullMarked
package io.floodwall.app.deployer;

import org.jspecify.annotations.NullMarked;
