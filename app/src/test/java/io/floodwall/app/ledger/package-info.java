/** Tests of the commands that read a ledger. */
@NullMarked
package io.floodwall.app.ledger;

import org.jspecify.annotations.NullMarked;
