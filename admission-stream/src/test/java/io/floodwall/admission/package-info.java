/** Stories about admission, on a clock that the test holds. */
@NullMarked
package io.floodwall.admission;

import org.jspecify.annotations.NullMarked;
