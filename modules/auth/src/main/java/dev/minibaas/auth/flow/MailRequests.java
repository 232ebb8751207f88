package dev.minibaas.auth.flow;

import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.sql.Tx;
import java.util.Optional;

/** The table {@code minibaas_auth.mail_requests}. */
final class MailRequests {
  private static final String ADD =
      "insert into minibaas_auth.mail_requests (kind, details) values (?, ?::jsonb)";

  // the row is gone when the transaction commits, and there again when it doesn't
  private static final String TAKE =
      """
      delete from minibaas_auth.mail_requests
      where id = (
        select id from minibaas_auth.mail_requests order by id limit 1 for update skip locked)
      returning kind, details::text as details
      """;

  void add(Tx tx, MailRequest request) {
    tx.change(ADD, request.kind().label(), request.json());
  }

  /** The oldest that no other node works on. */
  Optional<MailRequest> take(Tx tx) {
    return tx.first(
        TAKE,
        row ->
            MailRequest.of(
                Tx.text(row, "kind"), JsonValues.read(Tx.text(row, "details")).asJsonObject()));
  }
}
