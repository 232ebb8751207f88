package dev.minibaas.benchmarks.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Many tables that refer to each other, views over them, and functions. */
final class BigSchema {
  static final int TABLES = 1000;
  static final int VIEWS = 200;
  static final int FUNCTIONS = 500;

  /** In turns: one transaction can't lock them all. */
  private static final int AT_ONCE = 100;

  private static final String TABLE =
      """
      create table public.big_table_%1$s (
        id int8 generated always as identity primary key,
        parent int8 references public.big_table_1,
        sibling int8 references public.big_table_%2$s,
        code text not null unique,
        title varchar(200) not null default 'none',
        note text,
        amount numeric(12,2),
        tags text[] not null default '{}',
        data jsonb,
        created_at timestamptz not null default now()
      )
      """;

  private static final String VIEW =
      """
      create view public.big_view_%1$s as
        select t.id, t.code, t.title, s.id as sibling, s.code as sibling_code
        from public.big_table_%1$s t join public.big_table_%2$s s on s.id = t.sibling
      """;

  private static final String FUNCTION =
      """
      create function public.big_function_%1$s(code text, amount numeric default %2$s)
        returns setof public.big_table_%1$s language sql stable
        as 'select * from public.big_table_%1$s t where t.code = $1 and t.amount > $2'
      """;

  private BigSchema() {}

  static void create(Connection superuser) throws SQLException {
    repeat(superuser, TABLES, TABLE);
    repeat(superuser, VIEWS, VIEW);
    repeat(superuser, FUNCTIONS, FUNCTION);
  }

  /** The statement's first place takes a number, its second the number before. */
  private static void repeat(Connection superuser, int count, String sql) throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      for (int from = 1; from <= count; from += AT_ONCE) {
        statement.execute(
            "do $do$ begin for i in %d..%d loop execute format($sql$%s$sql$, i, greatest(i - 1, 1));"
                    .formatted(from, from + AT_ONCE - 1, sql)
                + " end loop; end $do$");
      }
    }
  }
}
