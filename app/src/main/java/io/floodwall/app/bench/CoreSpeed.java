package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.demo.SeedFlood;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Intent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The core alone, in one thread: submit, rule and append a second, with either digest, beside the
 * hashes alone and beside what the seed's Rust core does in the same work.
 *
 * <p>A second is one of this process's processor time, garbage collection and all: on an idle
 * machine the same as the clock's, on a busy one still what the core costs.
 */
final class CoreSpeed {
  /** The seed's core with FNV-1a on a machine like the one in docs/benchmarks.md. */
  static final long SEED_PER_SECOND = 3_100_000;

  private final BenchSettings settings;
  private final Consumer<String> talk;
  private final Map<Track, List<Double>> perSecond = new EnumMap<>(Track.class);
  private long digests; // printed, so that the compiler cannot leave the hashing out

  /** What runs in turns. */
  enum Track {
    FNV,
    SHA256,
    FNV_ALONE,
    SHA256_ALONE;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    private CoreLoop.Link link() {
      return this == FNV || this == FNV_ALONE ? CoreLoop.fnv() : CoreLoop.sha256();
    }

    private boolean isAlone() {
      return this == FNV_ALONE || this == SHA256_ALONE;
    }
  }

  CoreSpeed(BenchSettings settings, Consumer<String> talk) {
    this.settings = settings;
    this.talk = talk;
  }

  ObjectNode run() {
    Intent[] intents = intents(Math.max(1, settings.intents() / CoreLoop.WAVE));
    for (int round = -1; round <= settings.rounds(); round++) {
      for (Track track : Track.values()) {
        double rate = one(track, intents);
        if (round > 0) {
          perSecond.computeIfAbsent(track, t -> new ArrayList<>()).add(rate);
        }
      }
      talk.accept(round > 0 ? "round " + round + " of " + settings.rounds() : "warm-up");
    }
    return json(intents.length);
  }

  /** The seed's flood, over and over, in whole waves. */
  private static Intent[] intents(int waves) {
    var intents = new Intent[waves * CoreLoop.WAVE];
    int next = 0;
    while (next < intents.length) {
      for (SeedFlood.Arrival arrival : new SeedFlood()) {
        if (next < intents.length) {
          intents[next++] = arrival.intent();
        }
      }
    }
    return intents;
  }

  private double one(Track track, Intent[] intents) {
    CoreLoop.Link link = track.link();
    long start = Machine.cpuNanos();
    if (track.isAlone()) {
      for (int i = 0; i < intents.length; i++) {
        link.append(i, intents[i], Verdict.ADMIT);
      }
    } else {
      var loop = new CoreLoop(link);
      for (int i = 0; i < intents.length; i += CoreLoop.WAVE) {
        loop.wave(intents, i);
      }
    }
    double seconds = (Machine.cpuNanos() - start) / 1e9;
    digests ^= link.head();
    return intents.length / seconds;
  }

  private ObjectNode json(int intents) {
    double fnv = median(Track.FNV);
    var json =
        Json.object()
            .put("benchmark", "core")
            .put("core_per_second", Math.round(fnv))
            .put("seed_per_second", SEED_PER_SECOND)
            .put("ratio_to_seed", Spread.rounded(fnv / SEED_PER_SECOND, 3))
            .put("rounds", settings.rounds())
            .put("intents_per_round", intents)
            .put("digests", Long.toHexString(digests));
    for (Track track : Track.values()) {
      var figures = Spread.of(perSecond.getOrDefault(track, List.of())).json(0);
      figures.put("ns_each", Spread.rounded(1e9 / median(track), 1));
      json.set(track.key(), figures);
    }
    return json;
  }

  private double median(Track track) {
    return Spread.of(perSecond.getOrDefault(track, List.of())).median();
  }
}
