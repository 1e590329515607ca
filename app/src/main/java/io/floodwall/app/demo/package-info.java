/** The seed's flood, through a real broker. */
@NullMarked
package io.floodwall.app.demo;

import org.jspecify.annotations.NullMarked;
