package dev.minibaas.auth.hook;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.sql.DatabaseFailure;
import dev.minibaas.auth.sql.Tx;

/** Calls a hook that is a function of the database, with the rights of the service's own role. */
final class FunctionHook {
  private static final String CANCELLED = "57014";

  private FunctionHook() {}

  /** The function's answer; the empty text for null. */
  static String call(Tx tx, HookTarget.Function function, String payload) {
    // its failure undoes what it did, and nothing else of the transaction
    tx.change("savepoint hook");
    try {
      tx.change("set local statement_timeout = 2000");
      String answer =
          tx.first(
                  "select \"%s\".\"%s\"(?::jsonb)::text as answer"
                      .formatted(function.schema(), function.name()),
                  row -> Tx.text(row, "answer"),
                  payload)
              .orElse("");
      tx.change("set local statement_timeout to default");
      tx.change("release savepoint hook");
      return answer;
    } catch (DatabaseFailure e) {
      tx.change("rollback to savepoint hook");
      throw failure(e);
    }
  }

  private static AuthFailure failure(DatabaseFailure e) {
    return e.state().equals(CANCELLED)
        ? AuthFailure.unprocessable(
                ErrorCode.HOOK_TIMEOUT, "Failed to reach hook within maximum time of 2 seconds")
            .because(e)
        : new AuthFailure(500, ErrorCode.UNEXPECTED_FAILURE, "Error executing the hook's function")
            .because(e);
  }
}
