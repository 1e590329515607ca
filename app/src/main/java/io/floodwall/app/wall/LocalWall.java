package io.floodwall.app.wall;

import io.floodwall.admission.AdmissionApp;
import io.floodwall.app.access.Credentials;
import io.floodwall.app.access.Role;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.gate.GateApp;
import io.floodwall.ledger.LedgerApp;
import io.floodwall.ledger.LedgerConfig;
import io.floodwall.runtime.AppConfig;
import io.floodwall.runtime.StartException;
import io.floodwall.runtime.StreamApp;
import io.floodwall.runtime.StreamRunner;
import io.floodwall.runtime.TopicSet;
import io.floodwall.schemas.registry.RegistryProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole wall in this process: an embedded broker, the topics, the default bundle and the three
 * applications.
 */
public final class LocalWall implements AutoCloseable {
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);
  private static final long CONNECT_TIMEOUT_MS = 15_000;

  /** The three applications, in the order of the flow. */
  public static final List<StreamApp> APPS =
      List.of(new AdmissionApp(), new GateApp(), new LedgerApp());

  private final EmbeddedBroker broker;
  private final Wall wall;
  private @Nullable WallSecurity security;
  private @Nullable LogKey logKey;
  private final List<StreamRunner> runners = new ArrayList<>();

  private LocalWall(EmbeddedBroker broker, Wall wall) {
    this.broker = broker;
    this.wall = wall;
  }

  /**
   * What kind of wall.
   *
   * @param port where the broker listens; 0 takes a free port
   * @param settings {@code floodwall.*} keys beside the prefix
   * @param secured whether everybody must say who they are and has the rights of their role alone
   */
  public record Plan(
      String prefix, int partitions, int port, Map<String, String> settings, boolean secured) {
    public Plan {
      settings = Map.copyOf(settings);
    }

    /** What the origins of its chains are called. */
    String ledgerName() {
      String name = settings.getOrDefault(AppConfig.LEDGER_NAME, "");
      return name.isEmpty() ? prefix.substring(0, prefix.length() - 1) : name;
    }

    /** The registry that its applications are told of, as a client is told of it. */
    Map<String, Object> registry() {
      var named = new HashMap<String, Object>();
      settings.forEach((key, value) -> named.put(key.replaceFirst("^floodwall\\.", ""), value));
      named.putIfAbsent(RegistryProperties.AUTO_REGISTER, true);
      return RegistryProperties.only(named);
    }

    /** A wall that is open to everybody on this machine. */
    public Plan(String prefix, int partitions, int port, Map<String, String> settings) {
      this(prefix, partitions, port, settings, false);
    }
  }

  /**
   * Starts everything and returns when it is ready; {@code talk} is told what happens. Owns the
   * folder from here on.
   */
  public static LocalWall start(BrokerFolder folder, Plan plan, Consumer<String> talk) {
    refuseToOpenWhatWasSecured(folder, plan);
    talk.accept("starting a Kafka broker on " + folder.root());
    BrokerSettings settings =
        BrokerSettings.defaults().withPort(plan.port()).withSecured(plan.secured());
    EmbeddedBroker broker = EmbeddedBroker.start(folder, settings);
    Wall wall = null;
    LocalWall local = null;
    try {
      var properties = new HashMap<String, Object>(broker.adminProperties());
      properties.putAll(plan.registry());
      wall = Wall.connect(properties, plan.prefix(), CONNECT_TIMEOUT_MS);
      local = new LocalWall(broker, wall);
      local.provision(plan);
      if (plan.secured()) {
        talk.accept("giving each role its user and its rights");
        local.secure();
      }
      talk.accept("starting admission, gate and ledger");
      local.startApps(plan);
      DefaultBundle.publishIfMissing(wall);
      return local;
    } catch (RuntimeException e) {
      if (local != null) {
        local.close();
      } else {
        if (wall != null) {
          wall.close();
        }
        broker.close();
      }
      throw e;
    }
  }

  private static void refuseToOpenWhatWasSecured(BrokerFolder folder, Plan plan) {
    if (!plan.secured() && Credentials.areIn(folder.root())) {
      folder.close();
      throw new CommandException(
          ExitCode.ERROR,
          "the wall in "
              + folder.root()
              + " was secured, and would now be open to everybody on this machine; start it with"
              + " --secure, or delete its folder "
              + Credentials.FOLDER
              + " to open it");
    }
  }

  private void secure() {
    security =
        WallSecurity.establish(
            wall, Credentials.in(broker.folder().root()), broker.bootstrapServers());
  }

  /** Who may do what here, when it is secured. */
  public Optional<WallSecurity> security() {
    return Optional.ofNullable(security);
  }

  /** The wall, to this process: where it is secured, to its administrator. */
  public Wall wall() {
    return wall;
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** The running applications, in the order of the flow. */
  public List<StreamRunner> runners() {
    return List.copyOf(runners);
  }

  /** Stops the applications, then the broker. */
  @Override
  public void close() {
    runners.parallelStream().forEach(StreamRunner::close);
    wall.close();
    broker.close();
  }

  private void provision(Plan plan) {
    TopicSet topics = wall.topicSet();
    // a wall that is there keeps its count: what is missing of it must have the same
    int count =
        topics.found().stream()
            .mapToInt(TopicSet.Found::partitions)
            .max()
            .orElse(plan.partitions());
    wall.create(count, Optional.empty());
  }

  /** The key that its checkpoints are signed with, where none was named. */
  public Optional<LogKey> logKey() {
    return Optional.ofNullable(logKey);
  }

  private void startApps(Plan plan) {
    if (!plan.settings().containsKey(LedgerConfig.KEY_FILES)) {
      logKey = LogKey.in(broker.folder(), plan.ledgerName());
    }
    List<CompletableFuture<StreamRunner>> starting =
        APPS.stream().map(app -> CompletableFuture.supplyAsync(() -> startApp(app, plan))).toList();
    RuntimeException failure = null;
    for (CompletableFuture<StreamRunner> future : starting) {
      try {
        runners.add(future.join());
      } catch (CompletionException e) {
        failure =
            e.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(e.getCause());
      }
    }
    if (failure != null) {
      throw failure;
    }
    runners.forEach(runner -> runner.awaitReady(READY_TIMEOUT));
  }

  private StreamRunner startApp(StreamApp app, Plan plan) {
    var properties = new HashMap<String, String>();
    plan.settings()
        .forEach(
            (key, value) -> {
              if (app.configDef().names().contains(key) || !isAnyApps(key)) {
                properties.put(key, value);
              }
            });
    properties.put("bootstrap.servers", broker.bootstrapServers());
    security().ifPresent(by -> properties.putAll(by.clientProperties(role(app))));
    properties.put(AppConfig.PREFIX, plan.prefix());
    properties.put(AppConfig.STATE_DIR, broker.folder().state().toString());
    if (app.configDef().names().contains(LedgerConfig.KEY_FILES)) {
      logKey().ifPresent(key -> properties.put(LedgerConfig.KEY_FILES, key.file().toString()));
    }
    try {
      return StreamRunner.start(app, app.configure(properties));
    } catch (StartException e) {
      throw new StartException(
          e.problem(), "the " + app.name() + " application: " + e.getMessage(), e);
    }
  }

  private static Role role(StreamApp app) {
    return Role.of(app.name()).orElseThrow();
  }

  /**
   * A key that another application knows is left out for this one; a key that none knows is passed
   * on and refused there.
   */
  private static boolean isAnyApps(String key) {
    return APPS.stream().anyMatch(app -> app.configDef().names().contains(key));
  }
}
