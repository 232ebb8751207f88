package dev.minibaas.permissions;

import dev.minibaas.platform.sql.ServiceTransaction;
import dev.minibaas.platform.sql.ServiceTransactions;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Decides questions. */
final class Decisions {
  private static final String DECIDE =
      """
      select policy_id, role_name, effect, priority, is_owner_only
      from minibaas_permissions.deciding_policy(?::uuid, ?::text, ?::text, ?::text, ?::jsonb)
      """;

  private final ServiceTransactions transactions;
  private final Clock clock;

  Decisions(ServiceTransactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  private record Policy(
      UUID id, String role, boolean isAllowing, int priority, boolean isOwnerOnly) {

    static Policy read(ResultSet row) throws SQLException {
      return new Policy(
          row.getObject("policy_id", UUID.class),
          ServiceTransaction.text(row, "role_name"),
          ServiceTransaction.text(row, "effect").equals("allow"),
          row.getInt("priority"),
          row.getBoolean("is_owner_only"));
    }

    String reason() {
      return "%s by policy %s of role %s (priority %d)%s"
          .formatted(
              isAllowing ? "Allowed" : "Denied",
              id,
              role,
              priority,
              isOwnerOnly ? ", for your own resources only" : "");
    }
  }

  /** {@code {"allowed","reason","owner_only","policy_id"?}}. */
  JsonObject decide(Question question) {
    Optional<Policy> policy =
        transactions.in(tx ->
            tx.first(
                DECIDE,
                Policy::read,
                question.user(),
                question.resourceType(),
                question.resourceName(),
                question.action(),
                context(question).toString()));
    return policy.map(Decisions::answer).orElseGet(Decisions::unanswered);
  }

  private JsonObject context(Question question) {
    JsonObjectBuilder context =
        Json.createObjectBuilder()
            .add("user_id", question.user().toString())
            .add("at", clock.instant().toString());
    if (question.owner() != null) {
      context.add("owner_id", question.owner());
    }
    if (question.aal() != null) {
      context.add("aal", question.aal());
    }
    if (question.address() != null) {
      context.add("ip", question.address());
    }
    return context.build();
  }

  private static JsonObject answer(Policy policy) {
    return Json.createObjectBuilder()
        .add("allowed", policy.isAllowing())
        .add("reason", policy.reason())
        .add("owner_only", policy.isOwnerOnly() && policy.isAllowing())
        .add("policy_id", policy.id().toString())
        .build();
  }

  private static JsonObject unanswered() {
    return Json.createObjectBuilder()
        .add("allowed", false)
        .add("reason", "Denied by ABAC policy: no policy of your roles allows it")
        .add("owner_only", false)
        .build();
  }
}
