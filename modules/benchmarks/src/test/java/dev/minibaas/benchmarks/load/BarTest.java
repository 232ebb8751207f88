package dev.minibaas.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BarTest {
  private final Results results = new Results();

  @Test
  void theRatioAndTheProcessorTimeAreJudgedAtSixteenConnections() {
    results.add(
        "get one by key",
        List.of(side("platform", 1, 900, 10, 10), side("pgbench", 1, 1000, 0, 10)));
    results.add(
        "get one by key",
        List.of(side("platform", 16, 2100, 190, 100), side("pgbench", 16, 10_000, 0, 90)));

    assertThat(Bar.ALL.stream().map(bar -> bar.line(results)))
        .satisfiesExactly(
            ratio -> assertThat(ratio).contains("≥   0.22", " 0.21   MISSED"),
            list -> assertThat(list).endsWith("not measured"),
            cpu -> assertThat(cpu).contains("≤ 300.00", " 290.00   met"),
            listCpu -> assertThat(listCpu).endsWith("not measured"),
            server -> assertThat(server).contains("≤ 180.00", " 190.00   MISSED"));
  }

  private static Figures side(
      String name, int connections, double perSecond, double server, double database) {
    return new Figures(name, connections, perSecond, 1000, 2000, server, database, 20);
  }
}
