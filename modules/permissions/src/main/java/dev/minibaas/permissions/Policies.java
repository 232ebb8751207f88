package dev.minibaas.permissions;

import static dev.minibaas.platform.sql.ServiceTransaction.text;

import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.sql.ServiceTransaction;
import dev.minibaas.platform.sql.ServiceTransactions;
import dev.minibaas.platform.sql.SqlFailure;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The policies of roles. */
final class Policies {
  private static final String COLUMNS =
      """
      id, role_id, resource_type, resource_name, to_jsonb(actions)::text as actions,
      conditions::text as conditions, effect, priority, created_at
      """;

  private static final String PAGE =
      "select "
          + COLUMNS
          + """
          from minibaas_permissions.resource_policies
          where ?::uuid is null or role_id = ?::uuid
          order by priority desc, created_at, id limit ?::int4 offset ?::int4
          """;

  private static final String COUNT =
      """
      select count(*) from minibaas_permissions.resource_policies
      where ?::uuid is null or role_id = ?::uuid
      """;

  private static final String INSERT =
      """
      insert into minibaas_permissions.resource_policies (
        role_id, resource_type, resource_name, actions, conditions, effect, priority)
      values (?, ?, ?, ?, ?::jsonb, ?, ?)
      returning
      """
          + COLUMNS;

  private static final String UPDATE =
      """
      update minibaas_permissions.resource_policies set
        role_id = ?, resource_type = ?, resource_name = ?, actions = ?, conditions = ?::jsonb,
        effect = ?, priority = ?
      where id = ?
      returning
      """
          + COLUMNS;

  private final ServiceTransactions transactions;

  Policies(ServiceTransactions transactions) {
    this.transactions = transactions;
  }

  /** A policy to be written. */
  private record Draft(
      UUID role,
      String resourceType,
      String resourceName,
      List<String> actions,
      JsonObject conditions,
      String effect,
      int priority) {

    static Draft of(JsonBody body) {
      body.only(
          "role_id",
          "resource_type",
          "resource_name",
          "actions",
          "conditions",
          "effect",
          "priority");
      return new Draft(
          body.uuid("role_id"),
          body.text("resource_type", 1, 64),
          body.text("resource_name", 1, 128),
          body.texts("actions", 1, 32, Action.MAX_LENGTH).stream()
              .map(Action::ofPolicy)
              .distinct()
              .toList(),
          Conditions.from(body.object("conditions")),
          effect(body),
          body.integer("priority", 0, 0, 1000));
    }

    private static String effect(JsonBody body) {
      String effect = body.text("effect", 1, 5);
      if (!effect.equals("allow") && !effect.equals("deny")) {
        throw body.refused("effect", "allow or deny");
      }
      return effect;
    }

    @Nullable Object[] values(@Nullable UUID id) {
      @Nullable Object[] values = {
        role, resourceType, resourceName, actions, conditions.toString(), effect, priority, id
      };
      return id == null ? java.util.Arrays.copyOf(values, values.length - 1) : values;
    }
  }

  /** One page of all policies, or of a role's, the strongest first. */
  record Page(JsonArray policies, long total) {}

  Page page(@Nullable UUID role, int limit, int offset) {
    return transactions.in(tx -> {
      JsonArrayBuilder list = Json.createArrayBuilder();
      tx.all(PAGE, Policies::json, role, role, limit, offset).forEach(list::add);
      long total = tx.first(COUNT, row -> row.getLong(1), role, role).orElseThrow();
      return new Page(list.build(), total);
    });
  }

  JsonObject create(JsonBody body) {
    Draft draft = Draft.of(body);
    return written(INSERT, draft.values(null));
  }

  JsonObject replace(UUID id, JsonBody body) {
    Draft draft = Draft.of(body);
    return written(UPDATE, draft.values(id));
  }

  private JsonObject written(String sql, @Nullable Object[] values) {
    try {
      return transactions
          .in(tx -> tx.first(sql, Policies::json, values))
          .orElseThrow(Policies::absent);
    } catch (SqlFailure e) {
      if (e.sqlState().equals("23503")) {
        throw new ApiError(ErrorCode.NOT_FOUND, "there is no such role", e);
      }
      throw e;
    }
  }

  void delete(UUID id) {
    String sql = "delete from minibaas_permissions.resource_policies where id = ?";
    if (transactions.in(tx -> tx.change(sql, id)) == 0) {
      throw absent();
    }
  }

  private static ApiError absent() {
    return new ApiError(ErrorCode.NOT_FOUND, "there is no such policy");
  }

  private static JsonObject json(ResultSet row) throws SQLException {
    try (JsonReader actions = Json.createReader(new StringReader(text(row, "actions")));
        JsonReader conditions = Json.createReader(new StringReader(text(row, "conditions")))) {
      return Json.createObjectBuilder()
          .add("id", row.getString("id"))
          .add("role_id", row.getString("role_id"))
          .add("resource_type", text(row, "resource_type"))
          .add("resource_name", text(row, "resource_name"))
          .add("actions", actions.readArray())
          .add("conditions", conditions.readObject())
          .add("effect", text(row, "effect"))
          .add("priority", row.getInt("priority"))
          .add("created_at", ServiceTransaction.instant(row, "created_at").toString())
          .build();
    }
  }
}
