package dev.minibaas.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.edge.policy.Header;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestRulesTest {
  private final RequestRules rules =
      RequestRules.of("X-Request-ID", List.of("X-Secret"), List.of(new Header("X-Added", "value")));

  @ParameterizedTest
  @CsvSource({
    "X-User-Id,              0",
    "x-user-anything,        0",
    "X_USER_ROLE,            0",
    "X-Consumer-Username,    0",
    "x_credential-identifier,0",
    "X-User,                 -1",
    "X-Users,                -1",
    "Authorization,          -1",
    "apikey,                 -1",
    "'',                     -1",
    "x-secret,               0",
    "X_Secret,               0",
    "x-request-id,           1",
    "X-REAL-IP,              2",
    "x-forwarded-for,        3",
    "Forwarded,              3",
    "X-Added,                4"
  })
  void a_name_means_the_same_in_any_spelling(String name, int meaning) {
    assertThat(rules.meaning(name)).isEqualTo(meaning);
  }
}
