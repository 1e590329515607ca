/** Things broken on purpose, and what the doctor says of them. */
@NullMarked
package io.floodwall.app.doctor;

import org.jspecify.annotations.NullMarked;
