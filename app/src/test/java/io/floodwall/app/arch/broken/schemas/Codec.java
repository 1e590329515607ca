package io.floodwall.app.arch.broken.schemas;

import org.slf4j.LoggerFactory;

/** Depends on a library that schemas must not need. */
public final class Codec {
  public static String name() {
    return LoggerFactory.getLogger("schemas").getName();
  }

  private Codec() {}
}
