package dev.minibaas.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PgbenchTest {
  private static final Captured SETTINGS =
      new Captured("select set_config('role', $1, true)", List.of("authenticated"));

  private final List<String> definitions = new ArrayList<>();

  @Test
  void aReadIsOnePipelineWithTheKeyAtRandom() {
    String script = script(SETTINGS, new Captured("select\n$1::int4", List.of("31")));

    assertThat(script)
        .isEqualTo(
            """
            \\set key random(1, 50)
            \\startpipeline
            select set_config('role', :v0, true);
            select :key::int4;
            \\endpipeline
            """);
    assertThat(definitions).containsExactly("v0=authenticated");
  }

  @Test
  void aTransactionBeginsInThePipelineAndEndsInATripOfItsOwn() {
    String script =
        script(
            new Captured("BEGIN", List.of()),
            SETTINGS,
            new Captured("insert into t select $1", List.of("{}")),
            new Captured("COMMIT", List.of()));

    assertThat(script)
        .isEqualTo(
            """
            \\set key random(1, 50)
            \\startpipeline
            BEGIN;
            select set_config('role', :v0, true);
            insert into t select :v1;
            \\endpipeline
            COMMIT;
            """);
  }

  private String script(Captured... statements) {
    return Pgbench.script(List.of(statements), 31, 50, definitions);
  }
}
