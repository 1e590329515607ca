package io.floodwall.app.bench;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What every lane stands on: a broker and a folder for state.
 *
 * @param talk is told what happens
 */
record Ground(String bootstrap, Path state, Consumer<String> talk) {

  /** What {@code part} answers on a broker that is there for it alone. */
  static <T> T of(Consumer<String> talk, Function<Ground, T> part) {
    talk.accept("starting a Kafka broker");
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerFolder.throwAway(), BrokerSettings.defaults())) {
      return part.apply(new Ground(broker.bootstrapServers(), broker.folder().state(), talk));
    }
  }
}
