package io.floodwall.schemas.registry;

import java.net.URI;
import java.time.Duration;

/**
 * Where a registry is and how long it may take.
 *
 * @param url its base, such as {@code http://localhost:8081}
 * @param authorization the value of the Authorization header; empty for none
 * @param autoRegister whether schemas that it does not have are registered, or refused
 * @param timeout the longest one request may take
 * @param attempts how often a request without an answer is tried, at least once
 * @param backoff the wait before the second attempt; doubled before each further one
 * @param unknownFor how long an id that it does not know, or a silence, is remembered
 */
public record RegistrySettings(
    URI url,
    String authorization,
    boolean autoRegister,
    Duration timeout,
    int attempts,
    Duration backoff,
    Duration unknownFor) {

  public RegistrySettings {
    if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
      throw new IllegalArgumentException(
          "a registry's url starts with http:// or https://: " + url);
    }
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be 1 or more, got " + attempts);
    }
  }

  /** A registry without authentication, with the defaults. */
  public static RegistrySettings at(URI url) {
    return new RegistrySettings(
        url, "", true, Duration.ofSeconds(2), 3, Duration.ofMillis(100), Duration.ofSeconds(60));
  }

  @Override
  public String toString() {
    return "registry " + url; // the authorization is a secret
  }
}
