/** The commands that read a ledger: verify, cat, replay, head. */
@NullMarked
package io.floodwall.app.ledger;

import org.jspecify.annotations.NullMarked;
