/** What agents ask for: intents, their actions, and who may be named how. */
@NullMarked
package io.floodwall.core.intent;

import org.jspecify.annotations.NullMarked;
