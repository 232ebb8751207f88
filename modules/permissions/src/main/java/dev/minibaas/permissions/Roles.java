package dev.minibaas.permissions;

import static dev.minibaas.platform.sql.ServiceTransaction.text;

import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.sql.ServiceTransaction;
import dev.minibaas.platform.sql.ServiceTransactions;
import dev.minibaas.platform.sql.SqlFailure;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Roles, and who has them. */
final class Roles {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private static final String OF_USER =
      """
      select r.name
      from minibaas_permissions.user_roles u join minibaas_permissions.roles r on r.id = u.role_id
      where u.user_id = ? and (u.expires_at is null or u.expires_at > ?)
      order by r.name
      """;

  private static final String ASSIGN =
      """
      insert into minibaas_permissions.user_roles (user_id, role_id, granted_by, expires_at)
      select ?, id, ?, ? from minibaas_permissions.roles where name = ?
      on conflict (user_id, role_id) do update set
        granted_by = excluded.granted_by, granted_at = now(), expires_at = excluded.expires_at
      """;

  private static final String REVOKE =
      """
      delete from minibaas_permissions.user_roles
      where user_id = ? and role_id = (select id from minibaas_permissions.roles where name = ?)
      """;

  private static final String COLUMNS = "id, name, description, is_system, created_at";

  private final ServiceTransactions transactions;
  private final Clock clock;

  Roles(ServiceTransactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** The roles that a user has now, by name. */
  List<String> of(UUID user) {
    return transactions.in(tx -> tx.all(OF_USER, row -> row.getString(1), user, clock.instant()));
  }

  /**
   * Passes the service role, and users who are {@code admin} by their token or their roles.
   *
   * @throws ApiError {@code unauthorized} or {@code forbidden}
   */
  void requireAdmin(Caller caller) {
    if (caller.isService() || caller.role().equals("admin")) {
      return;
    }
    if (!of(Question.userOf(caller)).contains("admin")) {
      throw new ApiError(ErrorCode.FORBIDDEN, "this needs the role admin or service_role");
    }
  }

  /** Gives a role, or gives it anew: until another time. */
  void assign(Caller by, JsonBody body) {
    body.only("role_name", "target_user_id", "expires_at");
    String role = name(body, "role_name");
    UUID user = body.uuid("target_user_id");
    Instant expiry = expiry(body);
    int changed = transactions.in(tx -> tx.change(ASSIGN, user, by.getName(), expiry, role));
    if (changed == 0) {
      throw new ApiError(ErrorCode.NOT_FOUND, "there is no such role");
    }
  }

  void revoke(UUID user, String role) {
    if (transactions.in(tx -> tx.change(REVOKE, user, role)) == 0) {
      throw new ApiError(ErrorCode.NOT_FOUND, "this user doesn't have this role");
    }
  }

  JsonArray list() {
    JsonArrayBuilder list = Json.createArrayBuilder();
    transactions
        .in(tx ->
            tx.all(
                "select " + COLUMNS + " from minibaas_permissions.roles order by name",
                Roles::json))
        .forEach(list::add);
    return list.build();
  }

  JsonObject create(JsonBody body) {
    body.only("name", "description");
    String name = name(body, "name");
    String description = body.hasValue("description") ? body.text("description", 0, 1000) : "";
    try {
      return transactions.in(tx ->
          tx.first(
                  "insert into minibaas_permissions.roles (name, description) values (?, ?)"
                      + " returning "
                      + COLUMNS,
                  Roles::json,
                  name,
                  description)
              .orElseThrow());
    } catch (SqlFailure e) {
      if (e.sqlState().equals("23505")) {
        throw new ApiError(ErrorCode.DUPLICATE, "there is a role of this name already", e);
      }
      throw e;
    }
  }

  /** With its policies; whoever has it has it no more. System roles stay. */
  void delete(UUID id) {
    boolean isGone =
        transactions.in(tx -> {
          boolean isSystem =
              tx.first(
                      "select is_system from minibaas_permissions.roles where id = ?",
                      row -> row.getBoolean(1),
                      id)
                  .orElse(false);
          if (isSystem) {
            throw new ApiError(ErrorCode.FORBIDDEN, "system roles can't be deleted");
          }
          return tx.change("delete from minibaas_permissions.roles where id = ?", id) == 1;
        });
    if (!isGone) {
      throw new ApiError(ErrorCode.NOT_FOUND, "there is no such role");
    }
  }

  private static String name(JsonBody body, String field) {
    String name = body.text(field, 1, 63);
    if (!NAME.matcher(name).matches()) {
      throw body.refused(field, "of the form " + NAME);
    }
    return name;
  }

  private @Nullable Instant expiry(JsonBody body) {
    String text = body.textOrNull("expires_at", 1, 40);
    if (text == null) {
      return null;
    }
    try {
      Instant expiry = OffsetDateTime.parse(text).toInstant();
      // PostgreSQL's timestamps end later than anybody needs, Java's far later than those
      if (expiry.isAfter(clock.instant())
          && expiry.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
        return expiry;
      }
    } catch (DateTimeParseException e) {
      // refused below, like one that is over
    }
    throw body.refused("expires_at", "a time to come, such as 2030-01-31T12:00:00Z");
  }

  private static JsonObject json(ResultSet row) throws SQLException {
    return Json.createObjectBuilder()
        .add("id", row.getString("id"))
        .add("name", text(row, "name"))
        .add("description", text(row, "description"))
        .add("is_system", row.getBoolean("is_system"))
        .add("created_at", ServiceTransaction.instant(row, "created_at").toString())
        .build();
  }
}
