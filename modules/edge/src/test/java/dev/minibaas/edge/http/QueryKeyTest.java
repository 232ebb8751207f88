package dev.minibaas.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryKeyTest {
  @ParameterizedTest
  @CsvSource({
    "apikey=abc,                abc",
    "a=1&apikey=abc&b=2,        abc",
    "a=1&api%6bey=a%2Bc,        a+c",
    "apikey=a%zz,               a%zz",
    "xapikey=1&apikeyx=2,       ",
    "select=apikey&x=apikey=1,  ",
    "apikey,                    ''",
    "apikey=,                   ''"
  })
  void a_key_is_found_by_its_decoded_name(String query, String key) {
    assertThat(QueryKey.find(query, "apikey")).isEqualTo(key);
  }

  @Test
  void two_keys_are_one_too_many() {
    assertThat(QueryKey.find("apikey=a&apikey=a", "apikey")).isEqualTo(QueryKey.DUPLICATE);
    assertThat(QueryKey.find(null, "apikey")).isNull();
  }
}
