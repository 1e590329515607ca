/** The hammer: writers, random readers and full verifiers at one ledger at once. */
@NullMarked
package io.floodwall.app.hammer;

import org.jspecify.annotations.NullMarked;
