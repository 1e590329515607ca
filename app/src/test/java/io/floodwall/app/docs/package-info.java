/** Tests that hold the documents to the code. */
@NullMarked
package io.floodwall.app.docs;

import org.jspecify.annotations.NullMarked;
