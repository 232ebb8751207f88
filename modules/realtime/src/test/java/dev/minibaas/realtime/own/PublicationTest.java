package dev.minibaas.realtime.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicationTest {
  private static final String EVENT = "{'topic':'a','event_type':'e','payload':{}}";

  @Test
  void rest_takes_everything() {
    Publication publication =
        Publication.parse(
            json(
                "{'topic':'a','event_type':'e','payload':[1],'idempotency_key':'k',"
                    + "'source':{'kind':'api','id':'x','metadata':{}},'ttl_ms':500}"),
            Limits.DEFAULT);
    assertThat(publication.idempotencyKey()).isEqualTo("k");
    assertThat(publication.ttlMillis()).isEqualTo(500);
    assertThat(publication.source()).containsOnlyKeys("kind", "id", "metadata");
    assertThat(publication.payload()).hasToString("[1]");
  }

  @Test
  void a_batch_is_all_or_nothing() {
    assertThat(Publication.parseBatch(batch(EVENT + "," + EVENT), Limits.DEFAULT)).hasSize(2);
    assertThatThrownBy(() -> Publication.parseBatch(batch(EVENT + ",{'topic':''}"), Limits.DEFAULT))
        .hasMessage("events[1]: Topic is required");
    assertThatThrownBy(() -> Publication.parseBatch(batch("5"), Limits.DEFAULT))
        .hasMessage("events[0] must be an object");
  }

  @Test
  void a_batch_is_bounded() {
    assertThat(Publication.parseBatch(batch((EVENT + ",").repeat(999) + EVENT), Limits.DEFAULT))
        .hasSize(1000);
    assertThatThrownBy(
            () -> Publication.parseBatch(batch((EVENT + ",").repeat(1000) + EVENT), Limits.DEFAULT))
        .hasMessage("Maximum 1000 events per batch");
    assertThatThrownBy(() -> Publication.parseBatch(batch(""), Limits.DEFAULT))
        .hasMessage("At least one event is required");
    assertThatThrownBy(() -> Publication.parseBatch("{}", Limits.DEFAULT))
        .hasMessage("At least one event is required");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; 400; Topic is required",
        "{'topic':''}; 400; Topic is required",
        "{'topic':'a','event_type':'e','payload':1,'ttl_ms':-1}; 400;"
            + " ttl_ms must be a whole number from 1 to 86400000",
        "{'topic':'a','event_type':'e','payload':1,'x':1}; 400;"
            + " 1 unknown field(s), known are topic, event_type, payload, idempotency_key, source,"
            + " ttl_ms",
        "{'topic':'a','event_type':'e','payload':1,'source':{'id':'x'}}; 400;"
            + " kind must be a text of 1 to 255 characters, without control characters",
        "{'topic':'a','event_type':'e','payload':'0123456789'}; 413; Payload exceeds 0KB limit",
      })
  void a_bad_publication_has_status_and_words(String body, int status, String words) {
    assertThatThrownBy(() -> Publication.parse(json(body), new Limits(10, 1, 1)))
        .asInstanceOf(InstanceOfAssertFactories.type(OwnError.class))
        .satisfies(error -> assertThat(error.text()).isEqualTo(words))
        .extracting(error -> error.code().status())
        .isEqualTo(status);
  }

  private static String batch(String events) {
    return json("{'events':[" + events + "]}");
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
