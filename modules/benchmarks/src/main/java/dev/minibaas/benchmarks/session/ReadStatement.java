package dev.minibaas.benchmarks.session;

/** The statements all contestants send, around the way the driver writes a parameter. */
final class ReadStatement {
  static final String BEFORE_KEY =
      "select coalesce(json_agg(t), '[]')::text as body, current_user"
          + " from (select * from public.bench_item where id = ";
  static final String AFTER_KEY = ") t";

  private ReadStatement() {}

  /** The session's settings, the role and the claims being the parameters. */
  static String settings(String role, String claims) {
    return "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true),"
            .formatted(role, claims)
        + " set_config('transaction_read_only', 'on', true)";
  }
}
