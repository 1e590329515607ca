/**
 * The ledger: the last of the three applications, which keeps the record that outsiders can check.
 */
@NullMarked
package io.floodwall.ledger;

import org.jspecify.annotations.NullMarked;
