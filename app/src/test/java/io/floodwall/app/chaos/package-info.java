/**
 * The chaos suite's own tests: its checker finds each kind of fault, and its short form is sound.
 */
@NullMarked
package io.floodwall.app.chaos;

import org.jspecify.annotations.NullMarked;
