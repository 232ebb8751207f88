package dev.minibaas.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.benchmarks.http.Target;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScenarioTest {
  private static final int LONGEST_ARGUMENT_OF_LINUX = 128 * 1024;

  @Test
  void theSampleIsOneOfTheKeysAndItsNumberStandsInTheRequestOnce() {
    for (Scenario scenario : Scenario.ALL) {
      assertThat(scenario.sample()).isBetween(1, scenario.keys());
      if (scenario.sampleCall().method().equals("GET")) {
        assertThat(scenario.sampleCall().path().split("\\b" + scenario.sample() + "\\b", -1))
            .as(scenario.name())
            .hasSize(2);
      }
    }
  }

  @Test
  void everyBodyFitsIntoACommandLineOfPgbench() {
    assertThat(Scenario.ALL)
        .allSatisfy(scenario ->
            assertThat(scenario.sampleCall().body()).hasSizeLessThan(LONGEST_ARGUMENT_OF_LINUX));
  }

  @Test
  void requestsOfOneScenarioDifferAsFarAsItsKeysDo() {
    Target target = Target.of("test", URI.create("http://localhost:1"), "", Map.of());

    assertThat(Scenario.named("insert 1000 in bulk").requests(target)).hasSize(1);
    assertThat(Scenario.named("count=exact").requests(target)).hasSize(100).doesNotHaveDuplicates();
    assertThat(Scenario.GET_ONE.requests(target)).hasSize(4096);
  }
}
