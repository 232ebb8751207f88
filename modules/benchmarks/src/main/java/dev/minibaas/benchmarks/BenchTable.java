package dev.minibaas.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The table that is read: 100,000 rows under row-level security, the first half the user's own.
 *
 * <p>The others have few owners: with one each, PostgreSQL would expect a user to own two rows, and
 * read the whole table for a page of them in each connection's first five executions.
 */
public final class BenchTable {
  public static final String NAME = "bench_item";
  public static final int OWN_ROWS = 50_000;

  private static final String CREATE =
      """
      drop table if exists public.bench_item;
      create table public.bench_item (
        id int4 primary key,
        owner uuid not null,
        title text not null,
        note text,
        done boolean not null default false,
        price numeric(10,2),
        created_at timestamptz not null default now()
      );
      alter table public.bench_item enable row level security;
      create policy own on public.bench_item for all to authenticated
        using ((select auth.uid()) = owner) with check ((select auth.uid()) = owner);
      grant select, insert, update, delete on public.bench_item to authenticated;
      insert into public.bench_item
        select i,
          case when i <= %d then '%s'::uuid else md5('user ' || i %% 9)::uuid end,
          'item number ' || i, 'a note of a usual length about item ' || i, i %% 3 = 0, i / 100.0, now()
        from generate_series(1, 2 * %d) i;
      """
          .formatted(OWN_ROWS, BenchUser.ID, OWN_ROWS);

  private BenchTable() {}

  /** Makes it anew, as superuser. */
  public static void create(Connection superuser) throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      statement.execute(CREATE);
      statement.execute("vacuum analyze public.bench_item");
      statement.execute("notify pgrst, 'reload schema'");
    }
  }

  public static void drop(Connection superuser) throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      statement.execute("drop table if exists public.bench_item");
      statement.execute("notify pgrst, 'reload schema'");
    }
  }
}
