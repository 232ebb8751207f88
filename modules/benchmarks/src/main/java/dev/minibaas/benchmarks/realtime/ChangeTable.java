package dev.minibaas.benchmarks.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.function.IntFunction;

/** The table whose changes are followed, and who writes into it. */
final class ChangeTable implements AutoCloseable {
  static final String NAME = "bench_change";

  /** The owner of rows that all may see. */
  static final UUID EVERYBODY = new UUID(0, 0);

  /** Understood by the service: a comparison of columns and claims. */
  static final String IN_MEMORY = "shared or owner = (select auth.uid())";

  /** Asks another table, so PostgreSQL must be asked. */
  static final String IN_DATABASE =
      "shared or (owner = (select auth.uid())"
          + " and exists (select from public.bench_member m where m.id = owner))";

  private static final String CREATE =
      """
      drop table if exists public.bench_change, public.bench_member;
      create table public.bench_member (id uuid primary key);
      create table public.bench_change (
        id bigint generated always as identity primary key,
        n int not null,
        owner uuid not null,
        shared boolean not null,
        title text not null,
        note text,
        price numeric(10,2),
        created_at timestamptz not null default now()
      );
      alter table public.bench_change enable row level security;
      create policy own on public.bench_change for select to authenticated using (%s);
      alter table public.bench_member enable row level security;
      create policy everybody on public.bench_member for select to authenticated using (true);
      grant select on public.bench_change, public.bench_member to authenticated;
      alter publication supabase_realtime add table public.bench_change;
      """;

  private static final String INSERT =
      """
      insert into public.bench_change (n, owner, shared, title, note, price)
      values (?, ?, ?, 'item number ' || ?, ?, 12.5)\
      """;

  private final Connection connection;
  private final PreparedStatement insert;

  private ChangeTable(Connection connection) throws SQLException {
    this.connection = connection;
    this.insert = connection.prepareStatement(INSERT);
  }

  /** A user that is the same each time. */
  static UUID user(int number) {
    return UUID.nameUUIDFromBytes(("user " + number).getBytes(UTF_8));
  }

  /**
   * Makes it anew.
   *
   * @param superuser closed with it
   * @param policy who may select a row
   */
  static ChangeTable create(Connection superuser, String policy, int users) throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      statement.execute(CREATE.formatted(policy));
    }
    try (PreparedStatement member =
        superuser.prepareStatement("insert into public.bench_member values (?)")) {
      for (int i = 0; i < users; i++) {
        member.setObject(1, user(i));
        member.addBatch();
      }
      member.executeBatch();
    }
    superuser.setAutoCommit(false);
    return new ChangeTable(superuser);
  }

  /**
   * Rows of one transaction.
   *
   * @param owner of a row by its number, or {@link #EVERYBODY}
   * @param arrivals told right before the commit
   */
  void write(int from, int until, IntFunction<UUID> owner, String note, Arrivals arrivals)
      throws SQLException {
    for (int n = from; n < until; n++) {
      UUID user = owner.apply(n);
      insert.setInt(1, n);
      insert.setObject(2, user);
      insert.setBoolean(3, user.equals(EVERYBODY));
      insert.setInt(4, n);
      insert.setString(5, note);
      insert.addBatch();
    }
    insert.executeBatch();
    arrivals.committing(from, until);
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
