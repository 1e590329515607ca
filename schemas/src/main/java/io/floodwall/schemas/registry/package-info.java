/** Schema ids from a registry server that speaks the Confluent REST API. */
@NullMarked
package io.floodwall.schemas.registry;

import org.jspecify.annotations.NullMarked;
