/** A real Kafka broker inside this process, and the folder that keeps its data. */
package io.floodwall.app.broker;
