package io.floodwall.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final long LATEST = -1;

  private final Simulation simulation = new Simulation();

  @Test
  void aWholeRunAnswersWordForWord() throws BadLineException {
    // The digests were computed apart, from the protocol's definition.
    assertThat(
            run(
                """
                # five agents' worth of trouble
                {"op":"config","capacity":4,"burst":3,"refill":0.5,"policies":["no-global-destroy",\
                "blast-needs-priority","resource-allowlist","freeze-window-off"],"allow":["web"]}

                {"op":"submit","id":1,"agent":"deployer","action":"scale","resource":"web",\
                "replicas":3,"priority":"normal","blast":"service","now":0}
                {"op":"submit","id":18446744073709551615,"agent":"pager-duty","action":"destroy",\
                "resource":"web","priority":"pager","blast":"global","now":0}
                {"op":"submit","id":3,"agent":"deployer","action":"apply","resource":"billing",\
                "manifest":"x: 1","priority":"urgent","blast":"cell","now":0}
                {"op":"submit","id":4,"agent":"café","action":"scale","resource":"web",\
                "replicas":0,"priority":"bulk","blast":"region","now":1}
                {"op":"submit","id":5,"agent":"late","action":"destroy","resource":"web",\
                "priority":"pager","blast":"cell","now":1}
                {"op":"tick"}
                {"op":"state"}
                {"op":"submit","id":6,"agent":"deployer","action":"destroy","resource":"web",\
                "priority":"bulk","blast":"cell","now":0}
                {"op":"submit","id":7,"agent":"deployer","action":"destroy","resource":"web",\
                "priority":"bulk","blast":"cell","now":1}
                {"op":"tick"}
                {"op":"submit","id":8,"agent":"deployer","action":"destroy","resource":"web",\
                "priority":"bulk","blast":"cell","now":1}
                {"op":"tick"}
                {"op":"tick"}
                {"op":"drain"}
                {"op":"drain"}
                {"op":"tick"}
                {"op":"state"}
                """))
        .isEqualTo(
            """
            {"op":"config"}
            {"op":"submit","id":1,"outcome":"queued","pending":1}
            {"op":"submit","id":18446744073709551615,"outcome":"queued","pending":2}
            {"op":"submit","id":3,"outcome":"queued","pending":3}
            {"op":"submit","id":4,"outcome":"queued","pending":4}
            {"op":"submit","id":5,"outcome":"backpressure","pending":4}
            {"op":"tick","id":18446744073709551615,"agent":"pager-duty","verdict":"reject",\
            "reason":"destructive global change requires human sign-off","breakdown":[\
            ["no-global-destroy","reject","destructive global change requires human sign-off"],\
            ["blast-needs-priority","admit",null],["resource-allowlist","admit",null],\
            ["freeze-window","admit",null]],"seq":0,"prev":"0xcbf29ce484222325",\
            "digest":"0x081b9328edbb7609","pending":3}
            {"op":"state","pending":3,"records":1,"head":"0x081b9328edbb7609","valid":true}
            {"op":"submit","id":6,"outcome":"queued","pending":4}
            {"op":"submit","id":7,"outcome":"backpressure","pending":4}
            {"op":"tick","id":3,"agent":"deployer","verdict":"defer",\
            "reason":"resource 'billing' is not on the allowlist","breakdown":[\
            ["no-global-destroy","admit",null],["blast-needs-priority","admit",null],\
            ["resource-allowlist","defer","resource 'billing' is not on the allowlist"],\
            ["freeze-window","admit",null]],"seq":1,"prev":"0x081b9328edbb7609",\
            "digest":"0x4ce80d87759168ca","pending":3}
            {"op":"submit","id":8,"outcome":"rate_limited","pending":3}
            {"op":"tick","id":1,"agent":"deployer","verdict":"admit","reason":null,"breakdown":[\
            ["no-global-destroy","admit",null],["blast-needs-priority","admit",null],\
            ["resource-allowlist","admit",null],["freeze-window","admit",null]],"seq":2,\
            "prev":"0x4ce80d87759168ca","digest":"0xd15a39b7c61b44cf","pending":2}
            {"op":"tick","id":4,"agent":"caf\\u00E9","verdict":"reject",\
            "reason":"Region blast radius needs priority >= Urgent, got Bulk","breakdown":[\
            ["no-global-destroy","admit",null],["blast-needs-priority","reject",\
            "Region blast radius needs priority >= Urgent, got Bulk"],\
            ["resource-allowlist","admit",null],["freeze-window","admit",null]],"seq":3,\
            "prev":"0xd15a39b7c61b44cf","digest":"0xed257fb9edc59c72","pending":1}
            {"op":"tick","id":6,"agent":"deployer","verdict":"admit","reason":null,"breakdown":[\
            ["no-global-destroy","admit",null],["blast-needs-priority","admit",null],\
            ["resource-allowlist","admit",null],["freeze-window","admit",null]],"seq":4,\
            "prev":"0xed257fb9edc59c72","digest":"0x1f7a0089dc38b6da","pending":0}
            {"op":"tick","none":true}
            {"op":"state","pending":0,"records":5,"head":"0x1f7a0089dc38b6da","valid":true}
            """);
  }

  @Nested
  class Time {
    @Test
    void aBucketIsMadeFullAtAnAgentsFirstOfferThatFindsRoom() throws BadLineException {
      config(1, "2", "0");
      offer("other", 0);
      assertThat(offer("deployer", 0)).isEqualTo("backpressure");
      tick();
      assertThat(offer("deployer", 0)).isEqualTo("queued");
      tick();
      assertThat(offer("deployer", 0)).isEqualTo("queued");
      tick();
      assertThat(offer("deployer", 0)).isEqualTo("rate_limited");
    }

    @Test
    void goingBackChangesNothing() throws BadLineException {
      config(9, "1", "1");
      assertThat(offer("deployer", 10)).isEqualTo("queued");
      assertThat(offer("deployer", 0)).isEqualTo("rate_limited");
      assertThat(offer("deployer", 10)).isEqualTo("rate_limited");
      assertThat(offer("deployer", 11)).isEqualTo("queued");
    }

    @Test
    void goingBackAllTheWayChangesNothing() throws BadLineException {
      config(9, "1", "1");
      assertThat(offer("deployer", LATEST)).isEqualTo("queued");
      assertThat(offer("deployer", 0)).isEqualTo("rate_limited");
      assertThat(offer("deployer", 5)).isEqualTo("rate_limited");
      assertThat(offer("deployer", LATEST)).isEqualTo("rate_limited");
    }

    @Test
    void theLargestStepForwardIsOneStep() throws BadLineException {
      config(9, "1", "0.000001");
      assertThat(offer("deployer", 0)).isEqualTo("queued");
      assertThat(offer("deployer", 999_999)).isEqualTo("rate_limited");
      assertThat(offer("deployer", LATEST)).isEqualTo("queued");
    }

    @Test
    void aRefusalStillRefillsToNow() throws BadLineException {
      config(9, "1", "0.5");
      offer("deployer", 0);
      assertThat(offer("deployer", 1)).isEqualTo("rate_limited");
      assertThat(offer("deployer", 2)).isEqualTo("queued");
    }
  }

  @Nested
  class Amounts {
    @Test
    void tokensAreTakenToSixPlacesExactly() throws BadLineException {
      config(9, "1", "0.1");
      offer("deployer", 0);
      assertThat(offer("deployer", 9)).isEqualTo("rate_limited");
      assertThat(offer("deployer", 10)).isEqualTo("queued");
      config(9, "0.9999999", "1");
      assertThat(offer("deployer", 0)).isEqualTo("rate_limited");
    }

    @Test
    void hugeExponentsAreNumbersToo() throws BadLineException {
      config(9, "1e999999999", "1e-999999999");
      assertThat(offer("deployer", 0)).isEqualTo("queued");
      config(9, "1e-999999999", "1e999999999");
      assertThat(offer("deployer", 5)).isEqualTo("rate_limited");
    }

    @Test
    void theLargestCapacityIsAsGoodAsNone() throws BadLineException {
      answers(
          "{\"op\":\"config\",\"capacity\":18446744073709551615,\"burst\":2,\"refill\":0,"
              + "\"policies\":[]}");
      assertThat(offer("deployer", 0)).isEqualTo("queued");
      assertThat(offer("deployer", 0)).isEqualTo("queued");
    }

    @Test
    void aCapacityOfZeroLetsNobodyIn() throws BadLineException {
      config(0, "2", "2");
      assertThat(offer("deployer", 0)).isEqualTo("backpressure");
    }
  }

  @Nested
  class Policies {
    @Test
    void withoutPoliciesEverythingIsAdmitted() throws BadLineException {
      config(9, "9", "0");
      offer("deployer", 0);
      assertThat(tick()).contains("\"verdict\":\"admit\",\"reason\":null,\"breakdown\":[],");
    }

    @Test
    void policiesMayRepeatAndTheFirstOfTheHarshestGivesTheReason() throws BadLineException {
      answers(
          "{\"op\":\"config\",\"capacity\":9,\"burst\":9,\"refill\":0,\"policies\":"
              + "[\"freeze-window\",\"resource-allowlist\",\"freeze-window\"],\"allow\":[]}");
      offer("deployer", 0);
      assertThat(tick())
          .contains(
              "\"reason\":\"change freeze in effect\",\"breakdown\":["
                  + "[\"freeze-window\",\"defer\",\"change freeze in effect\"],"
                  + "[\"resource-allowlist\",\"defer\",\"resource 'web' is not on the allowlist\"],"
                  + "[\"freeze-window\",\"defer\",\"change freeze in effect\"]]");
    }

    @Test
    void aConfigStartsAFreshWall() throws BadLineException {
      config(9, "1", "0");
      offer("deployer", 0);
      offer("deployer", 0);
      config(9, "1", "0");
      assertThat(answers("{\"op\":\"state\"}"))
          .containsExactly(
              "{\"op\":\"state\",\"pending\":0,\"records\":0,\"head\":\"0xcbf29ce484222325\","
                  + "\"valid\":true}");
      assertThat(offer("deployer", 0)).isEqualTo("queued");
    }

    @Test
    void whatAnActionDoesNotNeedIsIgnored() throws BadLineException {
      config(9, "9", "0");
      assertThat(
              answers(
                  "{\"op\":\"submit\",\"id\":1,\"agent\":\"a\",\"action\":\"destroy\","
                      + "\"resource\":\"web\",\"manifest\":\"m\",\"replicas\":4294967295,"
                      + "\"priority\":\"bulk\",\"blast\":\"cell\",\"now\":0}"))
          .containsExactly("{\"op\":\"submit\",\"id\":1,\"outcome\":\"queued\",\"pending\":1}");
    }
  }

  @Nested
  class Texts {
    @Test
    void anyTextNamesAResourceAndTheReasonKeepsItWhole() throws BadLineException {
      String name = "r".repeat(2_000);
      answers(
          "{\"op\":\"config\",\"capacity\":9,\"burst\":9,\"refill\":0,\"policies\":"
              + "[\"resource-allowlist\"],\"allow\":[]}");
      answers(submit("a", name, 0));
      assertThat(tick()).contains("\"reason\":\"resource '" + name + "' is not on the allowlist\"");
    }

    @Test
    void charactersThatHideAreEscapedInTheAnswer() throws BadLineException {
      config(9, "9", "0");
      answers(submit("\\u001b[2J\u202Ex\\u0000\u200B", "web", 0));
      assertThat(tick()).contains("\"agent\":\"\\u001B[2J\\u202Ex\\u0000\\u200B\"");
    }
  }

  private String run(String script) throws BadLineException {
    var answers = new StringBuilder();
    for (String line : script.lines().toList()) {
      simulation.accept(line, answer -> answers.append(answer).append('\n'));
    }
    return answers.toString();
  }

  private List<String> answers(String line) throws BadLineException {
    var answers = new ArrayList<String>();
    simulation.accept(line, answers::add);
    return answers;
  }

  private void config(long capacity, String burst, String refill) throws BadLineException {
    answers(
        "{\"op\":\"config\",\"capacity\":%d,\"burst\":%s,\"refill\":%s,\"policies\":[]}"
            .formatted(capacity, burst, refill));
  }

  private String offer(String agent, long now) throws BadLineException {
    String answer = answers(submit(agent, "web", now)).get(0);
    return answer.replaceAll(".*\"outcome\":\"([a-z_]+)\".*", "$1");
  }

  private String tick() throws BadLineException {
    return answers("{\"op\":\"tick\"}").get(0);
  }

  private static String submit(String agent, String resource, long now) {
    return ("{\"op\":\"submit\",\"id\":1,\"agent\":\"%s\",\"action\":\"destroy\",\"resource\":\"%s\","
            + "\"priority\":\"bulk\",\"blast\":\"cell\",\"now\":%s}")
        .formatted(agent, resource, Long.toUnsignedString(now));
  }
}
