package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.floodwall.app.cli.Json;
import io.floodwall.app.commands.IntentReader.NotAnIntentException;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IntentReaderTest {
  private static Intent read(String json) throws JsonProcessingException, NotAnIntentException {
    return IntentReader.read(Json.parse(json.replace('\'', '"')));
  }

  /** A scale of web with {@code more} fields, which may stand in for those that are there. */
  private static String scale(String more) {
    return "{'agent':'deployer','id':'1','action':'scale','resource':'web','replicas':3"
        + more
        + "}";
  }

  @Test
  void onlyAgentIdActionAndResourceAreNeeded() throws Exception {
    assertThat(read("{'agent':'deployer','id':'1','action':'destroy','resource':'web'}"))
        .isEqualTo(
            Intent.of(
                "deployer", "1", new Action.Destroy("web"), Priority.NORMAL, BlastRadius.CELL));
  }

  @Test
  void everyFieldIsRead() throws Exception {
    assertThat(
            read(
                scale(
                    ",'tenant':'acme','onBehalfOf':'jane','priority':'pager','blast':'global','environment':'prod',"
                        + "'reasoning':'because','session':'s-1','deadline':'1970-01-01T01:00:01+01:00','stateDigest':'d'")))
        .isEqualTo(
            new Intent(
                "acme",
                "deployer",
                "1",
                "jane",
                new Action.Scale("web", 3),
                Priority.PAGER,
                BlastRadius.GLOBAL,
                "prod",
                "because",
                "s-1",
                1_000L,
                "d"));
  }

  @Test
  void eachActionHasItsOwnFields() throws Exception {
    assertThat(
            read("{'agent':'a','id':'1','action':'apply','resource':'web','manifest':''}").action())
        .isEqualTo(new Action.Apply("web", ""));
    assertThat(
            read("{'agent':'a','id':'1','action':'invoke','resource':'web','tool':'restart'}")
                .action())
        .isEqualTo(new Action.Invoke("web", "restart", List.of()));
    assertThat(
            read("{'agent':'a','id':'1','action':'invoke','resource':'web','tool':'t','parameters':{'z':'1','a':''}}")
                .action())
        .as("parameters in the order given")
        .isEqualTo(
            new Action.Invoke(
                "web",
                "t",
                List.of(new Action.Parameter("z", "1"), new Action.Parameter("a", ""))));
  }

  @Test
  void anIdMayBeAWholeNumber() throws Exception {
    assertThat(read("{'agent':'a','id':9007199254740993,'action':'destroy','resource':'web'}").id())
        .isEqualTo("9007199254740993");
  }

  @Test
  void theLargestReplicaCountIsTheLargestUnsigned32BitNumber() throws Exception {
    assertThat(
            read("{'agent':'a','id':'1','action':'scale','resource':'web','replicas':4294967295}")
                .action())
        .isEqualTo(new Action.Scale("web", 4_294_967_295L));
  }

  @Test
  void nullIsAbsent() throws Exception {
    assertThat(read(scale(",'reasoning':null,'tenant':null,'priority':null")))
        .returns(null, Intent::reasoning)
        .returns("default", Intent::tenant)
        .returns(Priority.NORMAL, Intent::priority);
  }

  static Stream<Arguments> notIntents() {
    String destroy = "{'agent':'a','id':'1','action':'destroy','resource':'web'";
    String invoke = "{'agent':'a','id':'1','action':'invoke','resource':'web'";
    String replicas = "{'agent':'a','id':'1','action':'scale','resource':'web','replicas':";
    return Stream.of(
        arguments("[]", "must be an object"),
        arguments("'intent'", "must be an object"),
        arguments("null", "must be an object"),
        arguments("{}", "action: is missing"),
        arguments("{'action':'destroy'}", "resource: is missing"),
        arguments("{'action':'destroy','resource':'web','id':'1'}", "agent: is missing"),
        arguments("{'action':'destroy','resource':'web','agent':'a'}", "id: is missing"),
        arguments(
            "{'action':'DESTROY','resource':'web'}",
            "action: must be apply, scale, destroy or invoke, is 'DESTROY'"),
        arguments("{'action':['destroy'],'resource':'web'}", "action: must be text"),
        arguments(destroy + ",'approved':true}", "unknown field 'approved'"),
        arguments(destroy + ",'replicas':3}", "unknown field 'replicas'"),
        arguments(destroy + ",'Tenant':'x'}", "unknown field 'Tenant'"),
        arguments(
            destroy + ",'priority':'highest'}",
            "priority: must be one of [bulk, normal, urgent, pager], is 'highest'"),
        arguments(destroy + ",'priority':3}", "priority: must be text"),
        arguments(
            destroy + ",'blast':'world'}",
            "blast: must be one of [cell, service, region, global], is 'world'"),
        arguments(destroy + ",'reasoning':{'a':1}}", "reasoning: must be text"),
        arguments(destroy + ",'deadline':'tomorrow'}", "deadline: must be an RFC 3339 time"),
        arguments(
            destroy + ",'deadline':'2026-12-24T18:00:00'}",
            "deadline: must be an RFC 3339 time with a zone"),
        arguments(destroy + ",'deadline':1700000000000}", "deadline: must be text"),
        arguments(destroy + ",'deadline':'+99999-01-01T00:00:00Z'}", "BAD_FIELD: deadlineMs"),
        arguments(destroy + ",'deadline':'1969-12-31T23:59:59Z'}", "BAD_FIELD: deadlineMs"),
        arguments(
            destroy + ",'reasoning':'" + "x".repeat(16 * 1024 + 1) + "'}", "BAD_FIELD: reasoning"),
        arguments(destroy + ",'reasoning':'half \\ud800'}", "reasoning: has half a surrogate pair"),
        arguments(destroy + ",'tenant':''}", "BAD_IDENTITY: tenant"),
        arguments(
            "{'agent':'agent-a ','id':'1','action':'destroy','resource':'web'}",
            "BAD_IDENTITY: agent"),
        arguments(
            "{'agent':'\\u202egnp','id':'1','action':'destroy','resource':'web'}",
            "BAD_IDENTITY: agent"),
        arguments("{'agent':'a','id':1.5,'action':'destroy','resource':'web'}", "id: must be text"),
        arguments(
            "{'agent':7,'id':'1','action':'destroy','resource':'web'}", "agent: must be text"),
        arguments("{'agent':'a','id':'1','action':'destroy','resource':''}", "BAD_FIELD: resource"),
        arguments(
            "{'agent':'a','id':'1','action':'apply','resource':'web'}", "manifest: is missing"),
        arguments(
            "{'agent':'a','id':'1','action':'apply','resource':'web','manifest':'\\udc00'}",
            "manifest: has half"),
        arguments(
            "{'agent':'a','id':'1','action':'scale','resource':'web'}",
            "replicas: must be a whole number"),
        arguments(replicas + "'3'}", "replicas: must be a whole number"),
        arguments(replicas + "3.0}", "replicas: must be a whole number"),
        arguments(replicas + "-1}", "replicas: must be 0 to 4294967295"),
        arguments(replicas + "4294967296}", "replicas: must be 0 to 4294967295"),
        arguments(replicas + "18446744073709551617}", "replicas: must be a whole number"),
        arguments(invoke + "}", "tool: is missing"),
        arguments(invoke + ",'tool':'t','parameters':[]}", "parameters: must be an object"),
        arguments(invoke + ",'tool':'t','parameters':{'a':1}}", "parameters: a: must be text"),
        arguments(
            invoke + ",'tool':'t','parameters':{'a':'\\ud800'}}",
            "parameters: a: has half a surrogate pair"),
        arguments(invoke + ",'tool':'t','parameters':{'':'x'}}", "BAD_FIELD: parameter name"));
  }

  @ParameterizedTest
  @MethodSource("notIntents")
  void isRefusedWithTheFieldThatIsWrong(String json, String problem) {
    assertThat(catchThrowableOfType(NotAnIntentException.class, () -> read(json)))
        .isNotNull()
        .hasMessageContaining(problem);
  }
}
