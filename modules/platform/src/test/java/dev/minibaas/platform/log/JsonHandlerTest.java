package dev.minibaas.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JsonHandlerTest {
  private final JsonHandler handler = new JsonHandler(new Service("rest", "1"));

  @Test
  void aRecordIsOneJsonObjectOnOneLine() throws ParseException {
    LogRecord record = new LogRecord(Level.WARNING, "line\nbreak \"quoted\" {0} \u0001\u2028");
    record.setParameters(new Object[] {"back\\slash"});
    record.setThrown(new IllegalStateException("why"));
    String line = handler.line(record);
    assertThat(line).doesNotContain("\n", "\r", "\u2028");
    Map<String, Object> fields = JSONObjectUtils.parse(line);
    assertThat(fields)
        .containsEntry("level", "warn")
        .containsEntry("service", "rest")
        .containsEntry("version", "1")
        .containsEntry("request_id", "-")
        .containsEntry("message", "line\nbreak \"quoted\" back\\slash \u0001\u2028");
    assertThat(String.valueOf(fields.get("cause")))
        .startsWith("java.lang.IllegalStateException: why");
    assertThat(fields).containsKeys("time", "logger");
  }
}
