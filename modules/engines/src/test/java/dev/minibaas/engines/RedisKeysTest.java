package dev.minibaas.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.engines.command.Command.Insert;
import dev.minibaas.engines.command.InvalidCommand;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** The contract again, with the owner in the key instead of in a field. */
class RedisKeysTest extends RedisEngineTest {

  RedisKeysTest() throws IOException {}

  @Override
  Scope scope(String subject) {
    return Scope.ofKeys("app:", subject);
  }

  /** A field of this name means nothing here: whose row it is stands in its key. */
  @Override
  @Test
  void an_owner_is_never_chosen() {
    engine.insert(scope(ALICE), new Insert("items", Map.of("id", "a1", "owner_id", BOB)));
    assertThat(ids(BOB, "{}")).isEmpty();
    assertThat(ids(ALICE, "{}")).containsExactly("a1");
  }

  @Test
  void no_owner_is_the_beginning_of_another_one() {
    for (String owner : List.of("a", "a:b", "a:b:items", "*", "?", "[a]", "a*", "\\")) {
      insert(owner, "r1", "of " + owner, 1L, true);
    }
    for (String owner : List.of("a", "a:b", "a:b:items", "*", "?", "[a]", "a*", "\\")) {
      assertThat(ids(owner, "{}")).as(owner).containsExactly("r1");
      assertThat(ids(owner, "{\"name\":" + JsonText.of("of " + owner) + "}"))
          .as(owner)
          .containsExactly("r1");
      assertThat(engine.tables(scope(owner))).as(owner).containsExactly("items");
    }
  }

  @Test
  void an_id_that_would_lead_to_another_key_is_refused() {
    for (String id : List.of("a:b", "", "x".repeat(129), "a b", "a\r\nb", "*")) {
      assertThatThrownBy(() -> insert(ALICE, id, "x", 1L, true)).isInstanceOf(InvalidCommand.class);
      assertThat(ids(ALICE, "{\"id\":" + JsonText.of(id) + "}")).isEmpty();
    }
  }

  @Test
  void keys_of_other_kinds_and_forms_are_no_rows() {
    try (Jedis jedis = new Jedis("127.0.0.1", port)) {
      jedis.select(1);
      jedis.set("app:" + ALICE + ":items:text", "a text");
      jedis.hset("app:" + ALICE + ":items:deep:er", "a", "b");
      jedis.hset("other:" + ALICE + ":items:r1", "a", "b");
    }
    assertThat(ids(ALICE, "{}")).isEmpty();
  }
}
