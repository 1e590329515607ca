package io.floodwall.client;

import io.floodwall.tlog.Trust;
import java.util.function.Consumer;

/**
 * What a receipt must hold against.
 *
 * @param patienceMs how long a decision may wait for its receipt before somebody is told
 * @param complaints who is told
 */
record ProofRules(Trust trust, Pins pins, long patienceMs, Consumer<String> complaints) {}
