package io.floodwall.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What {@code /metrics} of one application said. */
public record Scrape(String text) {
  private static final Pattern FAMILY = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** The scrape of the application whose health endpoint is at {@code address}. */
  public static Scrape of(String address) {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/metrics"))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return new Scrape(answer.body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Metric families as {@code name type}. */
  Set<String> families() {
    var families = new TreeSet<String>();
    var found = FAMILY.matcher(text);
    while (found.find()) {
      families.add(found.group(1) + " " + found.group(2));
    }
    return families;
  }

  /** How many series there are. */
  long series() {
    return text.lines().filter(line -> !line.startsWith("#")).count();
  }

  /** The sum of all series of {@code name} whose labels have every one of {@code labels}. */
  public double sum(String name, String... labels) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> java.util.Arrays.stream(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
