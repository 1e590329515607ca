/** What the applications tell a monitoring system, and what ships to read it with. */
@NullMarked
package io.floodwall.app.metrics;

import org.jspecify.annotations.NullMarked;
