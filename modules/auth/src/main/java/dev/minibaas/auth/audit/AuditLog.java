package dev.minibaas.auth.audit;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.Timestamps;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Reads the log for administrators, the newest entry first. */
public final class AuditLog {
  private static final String MATCHING =
      """
      from auth.audit_log_entries
      where (? = '' or payload ->> ? ilike ? or payload ->> ? ilike ?)
      """;

  private static final String COUNT = "select count(*) " + MATCHING;

  private static final String PAGE =
      "select id, payload::text as payload, created_at, ip_address "
          + MATCHING
          + " order by created_at desc, id limit ? offset ?";

  private final AuthConfig config;
  private final Transactions transactions;

  public AuditLog(AuthConfig config, Transactions transactions) {
    this.config = config;
    this.transactions = transactions;
  }

  /** One page of entries, and how many there are in all. */
  record Page(List<JsonObject> entries, long total) {}

  /** In which fields of an entry a text is looked for; two that may be the same. */
  private record Filter(String text, String field, String orField) {
    static Filter of(String query) {
      if (query.isEmpty()) {
        return new Filter("", "action", "action");
      }
      String[] parts = query.split(":", 2);
      if (parts.length < 2 || parts[1].indexOf('\0') >= 0) {
        throw unknown();
      }
      return switch (parts[0]) {
        case "author" -> new Filter(parts[1], "actor_username", "actor_name");
        case "action" -> new Filter(parts[1], "action", "action");
        case "type" -> new Filter(parts[1], "log_type", "log_type");
        default -> throw unknown();
      };
    }

    private static AuthFailure unknown() {
      return AuthFailure.invalid("Invalid query scope: it is author:, action: or type: and a text");
    }

    /** The text stands for itself: its own wildcards are none. */
    String pattern() {
      return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
  }

  Page page(Call call, String query, int size, long offset) {
    call.requireAdmin(config.jwt());
    Filter filter = Filter.of(query);
    String pattern = filter.pattern();
    return transactions.read(tx -> {
      long total =
          tx.first(
                  COUNT,
                  row -> row.getLong(1),
                  filter.text(),
                  filter.field(),
                  pattern,
                  filter.orField(),
                  pattern)
              .orElse(0L);
      List<JsonObject> entries =
          tx.all(
              PAGE,
              AuditLog::read,
              filter.text(),
              filter.field(),
              pattern,
              filter.orField(),
              pattern,
              size,
              offset);
      return new Page(entries, total);
    });
  }

  private static JsonObject read(ResultSet row) throws SQLException {
    JsonObjectBuilder entry =
        JsonValues.object()
            .add("id", Tx.uuid(row, "id").toString())
            .add("payload", JsonValues.read(Tx.text(row, "payload")));
    Timestamps.addTo(entry, "created_at", Tx.instant(row, "created_at"));
    return entry.add("ip_address", Tx.text(row, "ip_address")).build();
  }
}
