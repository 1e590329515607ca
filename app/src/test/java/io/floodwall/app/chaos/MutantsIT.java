package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who tests the tests: each seeded bug in {@code src/test/resources/mutants} is applied to a copy
 * of the source it spoils, compiled, put before the wall's classes in a process of its own, and
 * must not survive the part of the suite that its first line names.
 *
 * <p>A build tries those that die in simulation; {@code -Dfloodwall.mutants=all} tries all, those
 * that take a real broker included, and names by commas try those.
 */
class MutantsIT {
  private static final String WHICH = System.getProperty("floodwall.mutants", "");
  private static final String KILLER = "killed by: ";
  private static final int MINUTES_MAX = 8;

  @TempDir private Path folder;

  /** A seeded bug, and the arguments of the process that it must not survive. */
  record Mutant(String name, Path patch, List<String> killer) {
    static Mutant of(Path patch) throws IOException {
      String name = patch.getFileName().toString().replace(".patch", "");
      String first = Files.readAllLines(patch).get(0);
      assertThat(first).as(name).startsWith(KILLER);
      return new Mutant(name, patch, List.of(first.substring(KILLER.length()).split(" ")));
    }

    boolean isAskedFor() {
      return WHICH.isEmpty()
          ? killer.get(0).endsWith("Simulation")
          : WHICH.equals("all") || List.of(WHICH.split(",")).contains(name);
    }
  }

  @Test
  void noMutantSurvives() throws Exception {
    assumeTrue(hasGit(), "git applies the patches, and is not here");
    var survivors = new ArrayList<String>();
    int tried = 0;
    assertThat(run(List.of(), List.of(Simulation.class.getName(), "20"), "none"))
        .as("the sound wall survives")
        .isZero();
    for (Mutant mutant : mutants()) {
      if (mutant.isAskedFor()) {
        tried++;
        Path classes = compiled(mutant);
        if (run(List.of(classes.toString()), mutant.killer(), mutant.name()) == 0) {
          survivors.add(mutant.name());
        }
      }
    }
    System.out.printf(Locale.ROOT, "MutantsIT killed=%d of %d%n", tried - survivors.size(), tried);
    assertThat(survivors).isEmpty();
    assertThat(tried)
        .as("mutants tried of those asked for: %s", WHICH)
        .isGreaterThanOrEqualTo(
            WHICH.isEmpty() ? 6 : WHICH.equals("all") ? 16 : WHICH.split(",").length);
  }

  private static boolean hasGit() throws InterruptedException {
    try {
      return new ProcessBuilder("git", "--version").redirectErrorStream(true).start().waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Mutant> mutants() throws IOException, URISyntaxException {
    Path patches = Path.of(MutantsIT.class.getResource("/mutants").toURI());
    var mutants = new ArrayList<Mutant>();
    try (Stream<Path> all = Files.list(patches)) {
      for (Path patch : all.sorted().toList()) {
        mutants.add(Mutant.of(patch));
      }
    }
    return mutants;
  }

  /** The classes of the spoilt source. */
  private Path compiled(Mutant mutant) throws Exception {
    Path scratch = Files.createDirectory(folder.resolve(mutant.name()));
    var sources = new ArrayList<String>();
    for (String line : Files.readAllLines(mutant.patch())) {
      if (line.startsWith("+++ b/")) {
        String source = line.substring("+++ b/".length()).strip();
        Path copy = scratch.resolve(source);
        Files.createDirectories(copy.getParent());
        Files.copy(repository().resolve(source), copy);
        sources.add(copy.toString());
      }
    }
    Process apply =
        new ProcessBuilder("git", "apply", "--unsafe-paths", mutant.patch().toString())
            .directory(scratch.toFile())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(apply.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(apply.waitFor()).as("%s applies: %s", mutant.name(), said).isZero();
    Path classes = Files.createDirectory(scratch.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var arguments =
        new ArrayList<>(List.of("-proc:none", "-nowarn", "-parameters", "-d", classes.toString()));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    arguments.addAll(sources);
    assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
        .as("%s compiles", mutant.name())
        .isZero();
    return classes;
  }

  /** The exit code of a process with these classes before all others. */
  private int run(List<String> classes, List<String> killer, String name) throws Exception {
    var path = new ArrayList<>(classes);
    path.add(System.getProperty("java.class.path"));
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dfloodwall.log.level=ERROR");
    command.addAll(List.of("-cp", String.join(File.pathSeparator, path)));
    command.addAll(killer);
    Path said = folder.resolve(name + ".said");
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).as("%s ends", name).isTrue();
    } finally {
      process.destroyForcibly();
    }
    System.out.printf(
        Locale.ROOT,
        "MutantsIT %s: %s in %.1f s: %s%n",
        name,
        process.exitValue() == 0 ? "survives" : "dies",
        (System.nanoTime() - start) / 1e9,
        Files.readAllLines(said).stream()
            .filter(line -> line.startsWith("Exception in ") || line.startsWith("chaos: "))
            .reduce((first, last) -> last)
            .orElse("no word"));
    return process.exitValue();
  }

  private static Path repository() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("core/src/main/java"))) {
      at = at.getParent();
      assertThat(at).as("the checkout this test runs in").isNotNull();
    }
    return at;
  }
}
