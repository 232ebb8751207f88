package dev.minibaas.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatementCaptureTest {
  private static final String PREFIX = "2026-11-23 04:00:00.000 UTC [77] 5/123 authenticator rest ";

  @Test
  void aStatementIsTakenWithItsParameters() {
    String log =
        PREFIX
            + "LOG:  execute S_1: select set_config('role', $1, true)\n"
            + PREFIX
            + "DETAIL:  parameters: $1 = 'it''s, $2 = me'\n"
            + PREFIX
            + "LOG:  execute <unnamed>: select *\n\tfrom t where a = $1 and b = $2\n"
            + PREFIX
            + "DETAIL:  parameters: $1 = '7', $2 = NULL\n";

    assertThat(StatementCapture.parse(log))
        .containsExactly(
            new Captured("select set_config('role', $1, true)", List.of("it's, $2 = me")),
            new Captured("select *\nfrom t where a = $1 and b = $2", List.of("7", "")));
  }

  @Test
  void aParameterMayBeLong() {
    String value = "x''".repeat(10_000);
    String log =
        PREFIX
            + "LOG:  execute S_1: select $1\n"
            + PREFIX
            + "DETAIL:  parameters: $1 = '"
            + value
            + "'\n";

    assertThat(StatementCapture.parse(log).getFirst().parameters())
        .containsExactly(value.replace("''", "'"));
  }

  @Test
  void whatOtherRolesDoIsNotTaken() {
    String log = PREFIX.replace("authenticator", "postgres") + "LOG:  execute S_1: select 1\n";

    assertThat(StatementCapture.parse(log)).isEmpty();
  }

  @Test
  void theTransactionAroundAWriteIsTaken() {
    String log =
        PREFIX
            + "LOG:  execute S_4: BEGIN\n"
            + PREFIX
            + "LOG:  execute S_5: insert into t select $1\n"
            + PREFIX
            + "DETAIL:  parameters: $1 = '{}'\n"
            + PREFIX
            + "LOG:  execute S_6: COMMIT\n";

    List<Captured> captured = StatementCapture.parse(log);

    assertThat(captured)
        .extracting(Captured::text)
        .containsExactly("BEGIN", "insert into t select $1", "COMMIT");
    assertThat(captured).extracting(Captured::isEnd).containsExactly(false, false, true);
  }

  @Test
  void whatTheSchemaCacheAsksIsNotTaken() {
    String log =
        PREFIX.replace("authenticator rest ", "authenticator rest schema cache ")
            + "LOG:  execute <unnamed>: select name from pg_timezone_names\n";

    assertThat(StatementCapture.parse(log)).isEmpty();
  }
}
