package dev.minibaas.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

  @Test
  void arraysOfBuiltInTypesAreBoundAsArraysAndAnyOtherIsCast() {
    Statement statement =
        new Sql()
            .append("a = any(")
            .comparedWithAny(List.of("1", "2\0;"), "integer")
            .append(") and b = any(")
            .comparedWithAny(List.of("x\"y", "\\"), "public.mood")
            .append(")")
            .build();

    assertThat(statement.text()).isEqualTo("a = any(?) and b = any(?::public.mood[])");
    assertThat(statement.values())
        .containsExactly(
            new Value.Elements("int4", List.of("1", "2"), "{\"1\",\"2\"}"),
            new Value.Text("{\"x\\\"y\",\"\\\\\"}"));
  }

  @Test
  void untypedLosesTheTypesOfWhatIsComparedOnly() {
    Sql condition = new Sql().append("b ~ ").compared("x", "text").append(" and c = any(");
    condition.comparedWithAny(List.of("1"), "integer").append(")");
    Statement statement =
        new Sql()
            .append("select ")
            .value("?::int", "text")
            .append(" where a = ")
            .compared("1", "integer")
            .append(" and ")
            .append(condition)
            .append(" limit ")
            .value(5)
            .build();

    assertThat(statement.compares()).isTrue();
    Statement untyped = statement.untyped();

    assertThat(untyped.text())
        .isEqualTo("select ?::text where a = ? and b ~ ? and c = any(?) limit ?::int8");
    assertThat(untyped.values())
        .containsExactly(
            new Value.Text("?::int"),
            new Value.Untyped("1"),
            new Value.Untyped("x"),
            new Value.Untyped("{\"1\"}"),
            new Value.Whole(5));
    assertThat(untyped.compares()).isFalse();
  }
}
