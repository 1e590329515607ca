/** Whether every intent has exactly one outcome, and the topics hold what the ledger holds. */
@NullMarked
package io.floodwall.core.audit;

import org.jspecify.annotations.NullMarked;
