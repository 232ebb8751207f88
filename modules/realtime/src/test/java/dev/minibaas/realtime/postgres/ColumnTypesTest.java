package dev.minibaas.realtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every type that a column can have, against what PostgreSQL itself says of it. */
@ExtendWith(PostgresExtension.class)
class ColumnTypesTest {
  /** Base types, ranges and what the user defines; each with a value of it. */
  private static final List<String> VALUES =
      List.of(
          "true::bool",
          "'\\xdeadbeef'::bytea",
          "'c'::\"char\"",
          "'name'::name",
          "9223372036854775807::int8",
          "(-32768)::int2",
          "'1 2 3'::int2vector",
          "2147483647::int4",
          "'pg_typeof'::regproc",
          "E'te\\'xt \\n\\\\'::text",
          "26::oid",
          "'(1,2)'::tid",
          "'7'::xid",
          "'7'::xid8",
          "'8'::cid",
          "'1 2'::oidvector",
          "'{\"a\": 1}'::json",
          "'<a>b</a>'::xml",
          "'(1,2)'::point",
          "'[(1,2),(3,4)]'::lseg",
          "'((1,2),(3,4))'::path",
          "'(3,4),(1,2)'::box",
          "'((1,2),(3,4))'::polygon",
          "'{1,2,3}'::line",
          "'<(1,2),3>'::circle",
          "1.5::float4",
          "'NaN'::float8",
          "12.34::money",
          "'08:00:2b:01:02:03'::macaddr",
          "'08:00:2b:01:02:03:04:05'::macaddr8",
          "'10.1.2.3/8'::inet",
          "'10.0.0.0/8'::cidr",
          "'ab '::char(5)",
          "'vary'::varchar(10)",
          "'2026-02-28'::date",
          "'12:34:56.789'::time",
          "'2026-02-28 12:34:56.789'::timestamp",
          "'infinity'::timestamptz",
          "'1 year 2 days 03:04'::interval",
          "'12:34:56+02'::timetz",
          "B'101'::bit(3)",
          "B'10101'::varbit",
          "12345678901234567890.0123456789::numeric",
          "'Infinity'::numeric",
          "'int4'::regtype",
          "'pg_class'::regclass",
          "'6f9619ff-8b86-d011-b42d-00c04fc964ff'::uuid",
          "'{\"b\": [1, null]}'::jsonb",
          "'$.a[*]'::jsonpath",
          "'a fat cat'::tsvector",
          "'fat & cat'::tsquery",
          "'[1,5)'::int4range",
          "'[1,5)'::int8range",
          "'[1.5,2.5]'::numrange",
          "'[2026-01-01,2026-02-01)'::daterange",
          "'[2026-01-01,)'::tsrange",
          "'[2026-01-01,)'::tstzrange",
          "'{[1,3),[5,7)}'::int4multirange",
          "'{1,null,3}'::int4[]",
          "'{{a,b},{\"c,d\",NULL}}'::text[]",
          "'[2:3]={1,2}'::int8[]",
          "'{2026-01-01}'::date[]",
          "'0/16B3748'::pg_lsn",
          "'10:20:10,14'::pg_snapshot",
          "'happy'::t.mood",
          "'{sad,happy}'::t.mood[]",
          "'abc'::t.short",
          "5::t.positive",
          "'(1,\"a b\")'::t.pair",
          "'{\"(1,x)\"}'::t.pair[]",
          "'[1,2]'::t.reals",
          "'Foo'::public.citext",
          "'x'::information_schema.sql_identifier");

  /** What the stream says of a domain is what it is based on. */
  private static final String EXPECTED =
      """
      select base.typname from pg_attribute a
      join pg_type own on own.oid = a.atttypid
      join pg_type base on base.oid = case own.typtype when 'd' then own.typbasetype else own.oid end
      where attrelid = 't.everything'::regclass and attnum > 1 order by attnum\
      """;

  private final TestDatabase database;

  ColumnTypesTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void everyTypeIsToldByItsNameAndInItsText() {
    database.execute(
        """
        create schema t;
        create extension if not exists citext schema public;
        create type t.mood as enum ('sad', 'happy');
        create domain t.short as varchar(3);
        create domain t.positive as int check (value > 0);
        create type t.pair as (a int, b text);
        create type t.reals as range (subtype = float8)\
        """);
    var columns = new StringBuilder("create table t.everything as select 1 as id");
    for (int i = 0; i < VALUES.size(); i++) {
      columns.append(", ").append(VALUES.get(i)).append(" as c").append(i);
    }
    database.execute(columns + " where false");
    database.execute("alter table t.everything add primary key (id)");
    try (var under = SourceUnderTest.reading(database.jdbcUrl())) {
      database.execute("alter publication supabase_realtime add table t.everything");
      database.execute("insert into t.everything select 1, " + String.join(", ", VALUES));
      database.execute("insert into t.everything (id) values (2)");
      List<Change> changes = under.caughtUp().changes();
      assertThat(changes).hasSize(2);
      Change full = changes.getFirst();
      assertThat(full.columns().stream().skip(1).map(column -> column.type()).toList())
          .isEqualTo(database.query(EXPECTED));
      List<Value> values = full.after().orElseThrow().values();
      for (int i = 0; i < VALUES.size(); i++) {
        String said =
            database
                .query("select c%d::text from t.everything where id = 1".formatted(i))
                .getFirst();
        if (VALUES.get(i).endsWith("::bool")) {
          said = said.substring(0, 1); // the cast says true, the type's output says t
        }
        if (VALUES.get(i).contains("::char(")) {
          said = "ab   "; // the cast takes the blanks away
        }
        assertThat(values.get(i + 1)).as(VALUES.get(i)).isEqualTo(Value.of(said));
      }
      assertThat(changes.get(1).after().orElseThrow().values().stream().skip(1))
          .containsOnly(Value.NULL);
    }
  }

  @Test
  void everyBaseTypeThatAColumnCanHaveIsTried() {
    List<String> types =
        database.query(
            """
            select typname from pg_type
            where typnamespace = 'pg_catalog'::regnamespace and typtype in ('b', 'r', 'm')
              and typcategory <> 'A' and oid < 10000
              and typname not in (
                'pg_node_tree', 'pg_ndistinct', 'pg_dependencies', 'pg_mcv_list', -- no input
                'pg_brin_bloom_summary', 'pg_brin_minmax_multi_summary',
                'gtsvector', 'aclitem', 'refcursor', 'txid_snapshot',
                'regprocedure', 'regoper', 'regoperator', 'regconfig', 'regdictionary',
                'regnamespace', 'regrole', 'regcollation', -- as regproc, regclass and regtype
                'nummultirange', 'tsmultirange', 'tstzmultirange', 'datemultirange',
                'int8multirange')\
            """);
    List<String> tried = VALUES.stream().map(this::typeOf).toList();
    assertThat(tried).containsAll(types);
  }

  private String typeOf(String value) {
    if (value.contains("::t.") || value.contains("::public.")) {
      return value;
    }
    return database
        .query("select typname from pg_type where oid = pg_typeof(" + value + ")::oid")
        .getFirst();
  }
}
