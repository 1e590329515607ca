/** The record: the hash chain, its verification, and the seed's compatibility digest. */
@NullMarked
package io.floodwall.core.ledger;

import org.jspecify.annotations.NullMarked;
