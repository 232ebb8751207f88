package dev.minibaas.auth.mail;

import dev.minibaas.auth.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code minibaas_auth.mail_outbox}, as its delivery sees it. */
final class OutboxStore {
  // the lock lasts until the mail was taken: no other node sends it, and a crash gives it back
  private static final String CLAIM =
      """
      select message_id, recipient, subject, text_body, html_body, hook::text, attempts, created_at
      from minibaas_auth.mail_outbox
      where sent_at is null and gave_up_at is null and next_attempt_at <= now()
      order by next_attempt_at
      limit 1
      for update skip locked
      """;

  // codes and links are for their reader only: they don't stay
  private static final String SENT =
      """
      update minibaas_auth.mail_outbox
      set sent_at = now(), attempts = attempts + 1, last_error = null,
          text_body = '', html_body = '', hook = null
      where message_id = ?
      """;

  private static final String GAVE_UP =
      """
      update minibaas_auth.mail_outbox
      set gave_up_at = now(), attempts = attempts + 1, last_error = ?,
          text_body = '', html_body = '', hook = null
      where message_id = ?
      """;

  private static final String AGAIN =
      """
      update minibaas_auth.mail_outbox
      set attempts = attempts + 1, last_error = ?, next_attempt_at = now() + make_interval(secs => ?)
      where message_id = ?
      """;

  private static final String PURGE =
      """
      delete from minibaas_auth.mail_outbox
      where coalesce(sent_at, gave_up_at) < now() - make_interval(secs => ?)
      """;

  /**
   * A mail that is due.
   *
   * @param hook what the send_email hook gets instead of a mail, as JSON; null for a mail
   * @param attempts how often it was tried
   */
  record Due(
      UUID id,
      String recipient,
      String subject,
      String text,
      String html,
      @Nullable String hook,
      int attempts,
      Instant createdAt) {}

  /** The mail that is due longest, with its row locked; none that another node has locked. */
  Optional<Due> claim(Tx tx) {
    return tx.first(CLAIM, OutboxStore::read);
  }

  void sent(Tx tx, UUID id) {
    tx.change(SENT, id);
  }

  void again(Tx tx, UUID id, Duration pause, String error) {
    tx.change(AGAIN, error, (double) pause.toSeconds(), id);
  }

  void giveUp(Tx tx, UUID id, String error) {
    tx.change(GAVE_UP, error, id);
  }

  /** Deletes what was settled longer ago. */
  void purge(Tx tx, Duration kept) {
    tx.change(PURGE, (double) kept.toSeconds());
  }

  private static Due read(ResultSet row) throws SQLException {
    Instant created = Tx.instant(row, "created_at");
    return new Due(
        Tx.uuid(row, "message_id"),
        Tx.text(row, "recipient"),
        Tx.text(row, "subject"),
        Tx.text(row, "text_body"),
        Tx.text(row, "html_body"),
        row.getString("hook"),
        row.getInt("attempts"),
        created == null ? Instant.EPOCH : created);
  }
}
