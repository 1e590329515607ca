package io.floodwall.app.doctor;

import io.floodwall.app.access.Principals;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.Wall;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A wall that the doctor looks at again and again. */
record Examined(Wall wall, Optional<Path> commandConfig, InstantSource clock) {

  static Examined wall(Map<String, Object> properties, String prefix) {
    Wall wall = Wall.connect(properties, prefix, 15_000);
    wall.topicSet().create(2, Optional.empty());
    return new Examined(wall, Optional.empty(), InstantSource.system());
  }

  Examined withClock(Duration offset) {
    return new Examined(wall, commandConfig, InstantSource.offset(InstantSource.system(), offset));
  }

  Examined withCommandConfig(Path file) {
    return new Examined(wall, Optional.of(file), clock);
  }

  /** The problems and warnings that are there now. */
  List<Finding> ills() {
    var fixes = new Fixes(List.of("--bootstrap-server", "kafka:9092"), wall.prefix());
    var patient = new Patient(wall, Principals.defaults(), fixes, commandConfig, clock);
    return new Examination(LocalWall.APPS).of(patient).stream().filter(Examined::matters).toList();
  }

  /** What is ill beside {@code before}, once something is: a broker learns of changes late. */
  List<Finding> newIlls(List<Finding> before) {
    return await(before, ills -> !ills.isEmpty());
  }

  /** Waits until all is as it was {@code before}. */
  void isWellAgain(List<Finding> before) {
    await(before, List::isEmpty);
  }

  private List<Finding> await(List<Finding> before, Predicate<List<Finding>> until) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> {
              var ills = new ArrayList<>(ills());
              ills.removeAll(before);
              return ills;
            },
            until);
  }

  private static boolean matters(Finding finding) {
    return finding.severity() == Severity.PROBLEM || finding.severity() == Severity.WARNING;
  }
}
