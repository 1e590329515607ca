package io.floodwall.app.look;

import io.floodwall.app.wall.Wall;
import io.floodwall.schemas.TopicSpec;
import java.util.List;

/** Whether a wall is there at all: a reader of a topic that is missing would wait for it. */
public final class WallTopics {
  private WallTopics() {}

  /** Fails, naming a topic, unless all of the wall's topics are there. */
  public static void require(Wall wall) {
    require(wall, wall.topics().all().stream().map(TopicSpec::name).toList());
  }

  /** Fails, naming a topic, unless these are there: for a role that may not see the others. */
  public static void require(Wall wall, List<String> names) {
    wall.cluster().get(wall.cluster().admin().describeTopics(names).allTopicNames());
  }
}
