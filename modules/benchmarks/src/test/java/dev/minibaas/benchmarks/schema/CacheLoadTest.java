package dev.minibaas.benchmarks.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CacheLoadTest {
  @Test
  void loadsAreFoundInTheLog() {
    String log =
        """
        {"level":"info","message":"schema cache loaded in 1,234 ms: 1,208 relations, 501 functions"}
        {"level":"info","message":"refused: 404 42P01"}
        {"level":"info","message":"schema cache loaded in 98 ms: 9 relations, 1 functions"}
        """;

    assertThat(CacheLoad.parse(log))
        .containsExactly(new CacheLoad(1234, 1208, 501), new CacheLoad(98, 9, 1));
  }
}
