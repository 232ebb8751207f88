package dev.minibaas.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlTest {

  @Test
  void valuesAreBoundWithTheirType() {
    Statement statement =
        new Sql()
            .append("select * from ")
            .identifier("api", "Odd \"name")
            .append(" where id = ")
            .value("1; drop table x", "int4")
            .append(" limit ")
            .value(5)
            .build();
    assertThat(statement.text())
        .isEqualTo("select * from \"api\".\"Odd \"\"name\" where id = ?::int4 limit ?::int8");
    assertThat(statement.values())
        .containsExactly(new Value.Text("1; drop table x"), new Value.Whole(5));
  }

  @Test
  void nothingFollowsANulCharacterInAnIdentifier() {
    assertThat(Sql.quoted("a\0\"; drop")).isEqualTo("\"a\"");
  }

  @Test
  void literalsStayLiterals() {
    assertThat(Sql.literal("it's")).isEqualTo("'it''s'");
    assertThat(Sql.literal("a\\' or 1=1")).isEqualTo("E'a\\\\'' or 1=1'");
  }
}
