package io.floodwall.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * A flight recording's samples as a flame graph (SVG): a method is as wide as its share of the
 * samples and stands on its caller; the widest come first. Floodwall's own methods are darker.
 *
 * <pre>
 * benchmarks/run flame RECORDING.jfr OUT.svg [THREAD...]
 * </pre>
 */
public final class FlameGraph {
  private static final int WIDTH = 1_200;
  private static final int ROW_HEIGHT = 17;
  private static final int TOP = 34;
  private static final double WIDTH_MIN = 1.5; // what is narrower cannot be told apart
  private static final double CHAR_WIDTH = 6.3;

  private FlameGraph() {}

  /** Draws the threads whose names contain one of the words behind the two files; all without. */
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      System.err.println("usage: benchmarks/run flame RECORDING.jfr OUT.svg [THREAD...]");
      System.exit(2);
    }
    Stacks all = read(Path.of(args[0]), List.of(args).subList(2, args.length));
    if (all.samples() == 0) {
      System.err.println(args[0] + " has no samples of such threads");
      System.exit(1);
    }
    Files.writeString(Path.of(args[1]), svg(all));
    System.err.println(args[1] + ": " + all.samples() + " samples");
  }

  private static Stacks read(Path recording, List<String> threads) throws IOException {
    var all = new Stacks("all");
    try (var events = new RecordingFile(recording)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        if (!event.getEventType().getName().equals("jdk.ExecutionSample")) {
          continue;
        }
        RecordedThread thread = event.getThread("sampledThread");
        RecordedStackTrace stack = event.getStackTrace();
        if (stack != null && thread != null && isAsked(thread.getJavaName(), threads)) {
          all.add(callers(stack));
        }
      }
    }
    return all;
  }

  private static boolean isAsked(String thread, List<String> threads) {
    return thread != null && (threads.isEmpty() || threads.stream().anyMatch(thread::contains));
  }

  private static List<String> callers(RecordedStackTrace stack) {
    var callers = new ArrayList<String>();
    for (RecordedFrame frame : stack.getFrames()) {
      String type = frame.getMethod().getType().getName();
      int generated = type.indexOf("$$");
      callers.add(
          0,
          (generated < 0 ? type : type.substring(0, generated))
              + "."
              + frame.getMethod().getName());
    }
    return callers;
  }

  static String svg(Stacks all) {
    long least = (long) Math.ceil(all.samples() * WIDTH_MIN / WIDTH);
    int height = TOP + all.depth(least) * ROW_HEIGHT + 6;
    var out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"monospace\" font-size=\"10\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
                + "<text x=\"6\" y=\"20\" font-size=\"13\">%,d samples</text>%n",
            WIDTH,
            height,
            all.samples()));
    draw(out, all, 0, height - ROW_HEIGHT - 4, all.samples());
    return out.append("</svg>\n").toString();
  }

  private static void draw(StringBuilder out, Stacks stacks, double x, int y, long total) {
    double width = (double) stacks.samples() / total * WIDTH;
    if (width < WIDTH_MIN) {
      return;
    }
    String full = escaped(stacks.name());
    int room = (int) (width / CHAR_WIDTH) - 1;
    String shortName = stacks.name().replaceAll(".*\\.(?=[^.]+\\.[^.]+$)", "");
    String shown =
        room < 4 ? "" : escaped(shortName.substring(0, Math.min(room, shortName.length())));
    out.append(
        String.format(
            Locale.ROOT,
            "<g><title>%s, %.1f %%</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\""
                + " fill=\"%s\" stroke=\"white\" stroke-width=\"0.5\"/>"
                + "<text x=\"%.1f\" y=\"%d\">%s</text></g>%n",
            full,
            100.0 * stacks.samples() / total,
            x,
            y,
            width,
            ROW_HEIGHT,
            stacks.name().startsWith("io.floodwall") ? "#e8965a" : "#f6d9a8",
            x + 3,
            y + 12,
            shown));
    double left = x;
    for (Stacks callee : stacks.callees()) {
      draw(out, callee, left, y - ROW_HEIGHT, total);
      left += (double) callee.samples() / total * WIDTH;
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
