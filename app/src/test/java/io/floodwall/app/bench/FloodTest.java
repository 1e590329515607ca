package io.floodwall.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.intent.IntentBounds;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloodTest {
  private final Codecs codecs = Codecs.pinned();

  @Test
  void everyMessageIsAValidIntentUnderItsAgentsKey() throws MalformedRecordException {
    for (Flood.Message message : flood(1).messages()) {
      var record = message.to("intents");
      var intent = codecs.intent().decode(record.value());
      assertThat(IntentBounds.check(intent)).isNull();
      assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(intent.agent());
    }
  }

  @Test
  void noTwoFloodsShareAnId() throws MalformedRecordException {
    var ids = new HashSet<String>();
    for (Flood flood : List.of(flood(1), flood(2))) {
      for (Flood.Message message : flood.messages()) {
        assertThat(ids.add(codecs.intent().decode(message.to("intents").value()).id())).isTrue();
      }
    }
  }

  @Test
  void theSameNumberIsTheSameFlood() {
    List<Flood.Message> one = flood(3).messages();
    List<Flood.Message> other = flood(3).messages();
    for (int i = 0; i < one.size(); i++) {
      assertThat(Arrays.equals(one.get(i).to("t").value(), other.get(i).to("t").value())).isTrue();
    }
  }

  private Flood flood(int number) {
    return Flood.of(200, 10, number, codecs.intent());
  }
}
