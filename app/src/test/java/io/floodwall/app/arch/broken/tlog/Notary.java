package io.floodwall.app.arch.broken.tlog;

import org.apache.kafka.common.utils.Time;

/** Breaks: tlog depends on core and BouncyCastle's mathematics. */
class Notary {
  Time time = Time.SYSTEM;
}
