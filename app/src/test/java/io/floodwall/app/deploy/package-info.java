/** Tests that hold the deployment files to the code. */
@NullMarked
package io.floodwall.app.deploy;

import org.jspecify.annotations.NullMarked;
