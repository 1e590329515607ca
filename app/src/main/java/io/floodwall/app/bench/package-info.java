/** {@code floodwall bench}: how fast the wall is, beside what Kafka allows on the same machine. */
@NullMarked
package io.floodwall.app.bench;

import org.jspecify.annotations.NullMarked;
