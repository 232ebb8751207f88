package dev.minibaas.platform.caller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryKeyTest {
  private final ApiKeys keys = new ApiKeys("public-anon-key", "service key");

  @Test
  void aKeyInTheQueryIsTakenOutOfIt() {
    assertThat(QueryKey.of("select=a&apikey=public-anon-key&b=eq.1", keys))
        .isEqualTo(new QueryKey("public-anon-key", "select=a&b=eq.1"));
    assertThat(QueryKey.of("apikey=service%20key", keys))
        .isEqualTo(new QueryKey("service key", null));
  }

  @Test
  void aParameterOfThatNameThatIsNoKeyStays() {
    assertThat(QueryKey.of("apikey=eq.5&x=1", keys))
        .isEqualTo(new QueryKey(null, "apikey=eq.5&x=1"));
    assertThat(QueryKey.of("apikey=%zz", keys)).isEqualTo(new QueryKey(null, "apikey=%zz"));
  }

  @Test
  void otherQueriesAreUntouched() {
    assertThat(QueryKey.of(null, keys)).isEqualTo(new QueryKey(null, null));
    assertThat(QueryKey.of("a=%2B+&&c", keys)).isEqualTo(new QueryKey(null, "a=%2B+&&c"));
  }
}
