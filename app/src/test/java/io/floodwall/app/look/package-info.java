/** What an operator is shown: golden texts of every list, and numbers held to the topics. */
@NullMarked
package io.floodwall.app.look;

import org.jspecify.annotations.NullMarked;
