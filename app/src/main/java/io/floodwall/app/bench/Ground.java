package io.floodwall.app.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What every lane stands on: a broker and a folder for state.
 *
 * @param talk is told what happens
 */
record Ground(String bootstrap, Path state, Consumer<String> talk) {}
