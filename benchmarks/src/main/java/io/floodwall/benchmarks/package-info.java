/** What the wall can do on this machine, beside what the machine can do. */
@NullMarked
package io.floodwall.benchmarks;

import org.jspecify.annotations.NullMarked;
