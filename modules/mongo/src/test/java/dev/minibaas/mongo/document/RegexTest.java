package dev.minibaas.mongo.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.platform.error.ApiError;
import org.bson.BsonString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^abc$",
        "a.c",
        "[a-z0-9_]+@[a-z]+\\.[a-z]{2,}",
        "^(foo|bar)$",
        "\\d{4}-\\d{2}",
        "(?:ab)c*",
        "colou?r",
        "a*?b",
        "[^\\]]",
        "ü+",
        "\\bword\\b",
        "(abc)+",
        "x{3}",
        ""
      })
  void whatHasABoundIsAllowed(String pattern) {
    BsonString text = new BsonString(pattern);
    assertThat(Regex.checked(text, new BsonString("im"))).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+",
        "(a*)*",
        "(a|b)+",
        "((a?)b)*",
        "(?:a+){2}",
        "a**",
        "a+*",
        "*a",
        "(a",
        "a)",
        "[a",
        "[]a]",
        "[[:alpha:]]",
        "[a&&b]",
        "a\\",
        "\\1",
        "\\p{L}",
        "\\Q",
        "\\x41",
        "(?i)a",
        "(?<n>a)",
        "(?!a)",
        "a{",
        "a{,3}",
        "a{1000}",
        "a*b*c*d*",
        "a{1,2}b{1,2}c{1,2}d{1,2}",
        "(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)",
        "((((((a))))))"
      })
  void whatHasNoneOrLooksElsewhereIsRefused(String pattern) {
    assertThatThrownBy(() -> Regex.checked(new BsonString(pattern), null))
        .isInstanceOf(ApiError.class)
        .hasMessageContaining("the regular expression is not allowed");
  }
}
