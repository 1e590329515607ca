package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.Json;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void everyCharacterComesBackAndNoneIsPrintedRawThatCouldMoveACursor()
      throws JsonProcessingException {
    var all = new StringBuilder();
    for (int c = 0; c < 0x3000; c++) {
      all.append((char) c);
    }
    all.append("\ufeff\ud83d\ude00");
    String line = Json.line(Json.object().put(all.toString(), all.toString()));
    assertThat(line).matches("[\\x20-\\x7e]*");
    JsonNode back = Json.parse(line);
    assertThat(back.get(all.toString()).textValue()).isEqualTo(all.toString());
  }

  @Test
  void anObjectIsOneLineInTheOrderItWasBuilt() {
    assertThat(Json.line(Json.object().put("b", 1).put("a", "x\ny")))
        .isEqualTo("{\"b\":1,\"a\":\"x\\ny\"}");
  }

  @Test
  void largeNumbersKeepEveryDigit() throws JsonProcessingException {
    assertThat(Json.parse("9007199254740993").longValue()).isEqualTo(9_007_199_254_740_993L);
    assertThat(Json.parse("18446744073709551617").bigIntegerValue())
        .isEqualTo(new BigInteger("18446744073709551617"));
    assertThat(Json.parse("0.1000000000000000055511151231257827").decimalValue())
        .isEqualTo("0.1000000000000000055511151231257827");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":1} {}",
        "{\"a\":1}]",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":01}",
        "{a:1}",
        "{\"a\":1,}",
        "[1,2",
        "\ufeff{}",
        "{\"a\":\"\t\"}",
        "// note\n{}"
      })
  void whatIsNotOneJsonValueIsRefused(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void nestingWithoutEndIsRefused() {
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
        .isInstanceOf(JsonProcessingException.class);
  }
}
