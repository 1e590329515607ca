/** What outsiders check with: keys, receipts, bundles, and the examination of a whole ledger. */
@NullMarked
package io.floodwall.app.proof;

import org.jspecify.annotations.NullMarked;
