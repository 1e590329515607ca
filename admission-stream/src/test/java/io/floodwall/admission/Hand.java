package io.floodwall.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.core.Hash;
import io.floodwall.core.admission.Control;
import io.floodwall.core.signing.AgentKey;
import io.floodwall.core.signing.SignatureHeader;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.IntentSigner;
import io.floodwall.tlog.SecretKey;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A key pair whose seed is the hash of a word, and what it signs. */
record Hand(SecretKey secret) {
  static Hand of(String word) {
    try {
      return new Hand(SecretKey.of(Hash.sha256(word.getBytes(UTF_8)).toBytes()));
    } catch (FormatException e) {
      throw new AssertionError(e);
    }
  }

  AgentKey key(long fromMs, @Nullable Long untilMs) {
    return new AgentKey(secret.publicKey().encoded(), fromMs, untilMs);
  }

  /** The order that publishes it for {@code agent}, from the beginning of time. */
  Control publishedFor(String agent) {
    return Control.key(agent, key(0, null), true, "new", "ops");
  }

  Control revokedFor(String agent) {
    return Control.key(agent, key(0, null), false, "stolen", "ada@example.org");
  }

  SignatureHeader signs(String topic, Draft draft) {
    return new IntentSigner(secret).sign(topic, draft.intent(), Wall.digest(draft.encoded()));
  }

  static Headers headers(byte[]... values) {
    var headers = new RecordHeaders();
    for (byte[] value : values) {
      headers.add(SignatureHeader.NAME, value);
    }
    return headers;
  }
}
