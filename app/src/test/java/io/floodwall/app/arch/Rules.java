package io.floodwall.app.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.intent.PlainText;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * The rules of the layout, for all modules below one root package: each has a name that is the fact
 * it holds.
 */
final class Rules {
  private static final String[] SUFFIXES = {
    "Utils", "Util", "Helper", "Helpers", "Manager", "Impl"
  };

  private final String root;
  private final String[] clockless;
  private final Map<String, ArchRule> all = new LinkedHashMap<>();

  private Rules(String root) {
    this.root = root;
    this.clockless = new String[] {in("core"), in("admission"), in("gate"), in("ledger")};
  }

  /**
   * Every rule by its name, for the modules whose packages are {@code root.core}, {@code
   * root.schemas} and so on.
   */
  static Map<String, ArchRule> under(String root) {
    var rules = new Rules(root);
    rules.modules();
    rules.determinism();
    rules.taste();
    return rules.all;
  }

  private void modules() {
    only("core depends on Java alone", "core");
    only(
        "schemas depend on core, Avro, Jackson and the Kafka clients",
        "schemas",
        in("core"),
        "com.fasterxml.jackson..",
        "org.apache.avro..",
        "org.apache.kafka.clients..",
        "org.apache.kafka.common..");
    all.put(
        "the stream runtime knows no domain type but Reason, Hash and PlainText",
        noClasses()
            .that(resideInAnyPackage(in("runtime")))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(in("core"))
                    .and(not(belongToAnyOf(Reason.class, Hash.class, PlainText.class)))));
    never(
        "the stream runtime knows no application", "runtime", "admission", "gate", "ledger", "app");
    never("admission knows neither gate nor ledger nor app", "admission", "gate", "ledger", "app");
    never(
        "the gate knows neither admission nor ledger nor app",
        "gate",
        "admission",
        "ledger",
        "app");
    never(
        "the ledger knows neither admission nor gate nor app",
        "ledger",
        "admission",
        "gate",
        "app");
    only(
        "tlog depends on core and BouncyCastle's mathematics",
        "tlog",
        in("core"),
        "org.bouncycastle.math..");
    only(
        "the client depends on core, schemas, tlog, the Kafka clients and SLF4J",
        "client",
        in("core"),
        in("tlog"),
        in("schemas"),
        "org.apache.kafka.clients..",
        "org.apache.kafka.common..",
        "org.slf4j..");
    for (String module : List.of("client", "console", "examples")) {
      embeddable(module);
    }
  }

  private void determinism() {
    forbidden("no clock is read", "read a clock", Rules::readsAClock);
    forbidden(
        "no thread sleeps",
        "sleep",
        call -> isOn(call, Thread.class) && call.getName().equals("sleep"));
    forbidden(
        "nothing exits the process",
        "exit",
        call ->
            (isOn(call, System.class) || isOn(call, Runtime.class))
                && (call.getName().equals("exit") || call.getName().equals("halt")));
    forbidden("nothing is left to chance", "draw a random number", Rules::drawsLots);
    all.put(
        "nobody brings a random source",
        noClasses()
            .that(resideInAnyPackage(clockless))
            .should()
            .dependOnClassesThat(belongToAnyOf(Random.class, ThreadLocalRandom.class)));
    all.put(
        "nobody prints",
        noClasses()
            .that(resideInAnyPackage(clockless))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err"));
  }

  private void taste() {
    all.put(
        "nobody logs through java.util.logging",
        noClasses()
            .that(resideInAnyPackage(in("")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.util.logging..")));
    all.put(
        "no name says Utils, Helper, Manager or Impl",
        classes()
            .that(resideInAnyPackage(in("")))
            .should(
                ArchConditions.be(
                    DescribedPredicate.describe(
                        "named for what it is",
                        type -> {
                          for (String suffix : SUFFIXES) {
                            if (type.getSimpleName().endsWith(suffix)) {
                              return false;
                            }
                          }
                          return true;
                        }))));
  }

  private void only(String name, String module, String... more) {
    var allowed = new String[more.length + 3];
    allowed[0] = in(module);
    allowed[1] = "java..";
    allowed[2] = "org.jspecify.annotations..";
    System.arraycopy(more, 0, allowed, 3, more.length);
    all.put(
        name,
        classes()
            .that(resideInAnyPackage(in(module)))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(allowed)));
  }

  /** What others put on their class path, or copy from, is small: no streams, no command. */
  private void embeddable(String module) {
    all.put(
        module + " knows neither Kafka Streams nor an application nor app",
        noClasses()
            .that(resideInAnyPackage(in(module)))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    in("runtime"),
                    in("admission"),
                    in("gate"),
                    in("ledger"),
                    in("app"),
                    "org.apache.kafka.streams..",
                    "org.rocksdb.."))
            .allowEmptyShould(true)); // the examples are not on the class path of every run
  }

  private void never(String name, String module, String... others) {
    var packages = new String[others.length];
    for (int i = 0; i < others.length; i++) {
      packages[i] = in(others[i]);
    }
    all.put(
        name,
        noClasses()
            .that(resideInAnyPackage(in(module)))
            .should()
            .dependOnClassesThat(resideInAnyPackage(packages)));
  }

  private void forbidden(String name, String what, Predicate<JavaMethodCall> call) {
    all.put(
        name,
        noClasses()
            .that(resideInAnyPackage(clockless))
            .should(callMethodWhere(DescribedPredicate.describe(what, call))));
  }

  private static boolean readsAClock(JavaMethodCall call) {
    boolean system =
        isOn(call, System.class)
            && (call.getName().equals("currentTimeMillis") || call.getName().equals("nanoTime"));
    boolean now =
        call.getTargetOwner().getPackageName().equals("java.time") && call.getName().equals("now");
    boolean clock = isOn(call, Clock.class) && call.getName().startsWith("system");
    boolean kafka = call.getTargetOwner().getName().equals("org.apache.kafka.common.utils.Time");
    return system || now || clock || kafka;
  }

  private static boolean drawsLots(JavaMethodCall call) {
    return (isOn(call, Math.class) && call.getName().equals("random"))
        || (isOn(call, UUID.class) && call.getName().equals("randomUUID"));
  }

  private static boolean isOn(JavaMethodCall call, Class<?> owner) {
    return call.getTargetOwner().isEquivalentTo(owner);
  }

  private String in(String module) {
    return module.isEmpty() ? root + ".." : root + "." + module + "..";
  }
}
