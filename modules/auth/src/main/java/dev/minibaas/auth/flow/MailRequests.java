package dev.minibaas.auth.flow;

import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The table {@code minibaas_auth.mail_requests}. */
final class MailRequests {
  private static final String ADD =
      "insert into minibaas_auth.mail_requests (kind, details) values (?, ?::jsonb)";

  private static final String AGAIN =
      "insert into minibaas_auth.mail_requests (kind, details, asked_at) values (?, ?::jsonb, ?)";

  // the row is gone when the transaction commits, and there again when it doesn't
  private static final String TAKE =
      """
      delete from minibaas_auth.mail_requests
      where id = (
        select id from minibaas_auth.mail_requests order by id limit 1 for update skip locked)
      returning kind, details::text as details, asked_at
      """;

  void add(Tx tx, MailRequest request) {
    tx.change(ADD, request.kind().label(), request.json());
  }

  /** One that was taken. */
  record Taken(MailRequest request, Instant asked) {}

  /** The first in the row that no other node works on. */
  Optional<Taken> take(Tx tx) {
    return tx.first(TAKE, MailRequests::read);
  }

  /** Puts one back, behind the others. */
  void putBack(Tx tx, Taken taken) {
    MailRequest request = taken.request();
    tx.change(AGAIN, request.kind().label(), request.json(), taken.asked());
  }

  private static Taken read(ResultSet row) throws SQLException {
    Instant asked = Tx.instant(row, "asked_at");
    return new Taken(
        MailRequest.of(
            Tx.text(row, "kind"), JsonValues.read(Tx.text(row, "details")).asJsonObject()),
        asked == null ? Instant.EPOCH : asked);
  }
}
