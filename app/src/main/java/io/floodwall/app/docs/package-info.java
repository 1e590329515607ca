/** Documents that are made from the code, so that they cannot say anything else. */
@NullMarked
package io.floodwall.app.docs;

import org.jspecify.annotations.NullMarked;
