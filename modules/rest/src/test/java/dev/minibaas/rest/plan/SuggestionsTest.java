package dev.minibaas.rest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
  private static final List<String> NAMES =
      List.of("projects", "Clients", "sayhello", "say_hello_loud", "it");

  @ParameterizedTest(name = "{0} may mean {1}")
  @CsvSource(
      nullValues = "-",
      value = {
        "projcts, projects",
        "PROJECTS, projects",
        "client, Clients",
        "sayhell, sayhello",
        "say_helo_loud, say_hello_loud",
        "itt, it",
        "zzz, -",
        "jects_of_all_the_people, -",
        "'', -",
      })
  void the_likeliest_name(String word, String suggestion) {
    assertThat(Suggestions.best(word, NAMES)).isEqualTo(suggestion);
  }

  @ParameterizedTest
  @CsvSource("anything")
  void of_no_names_none(String word) {
    assertThat(Suggestions.best(word, List.of())).isNull();
  }
}
