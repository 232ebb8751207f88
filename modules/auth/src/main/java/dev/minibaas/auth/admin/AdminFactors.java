package dev.minibaas.auth.admin;

import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.entity.FactorEntity;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.factor.FactorStore;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.sql.DatabaseFailure;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.Phone;
import dev.minibaas.auth.user.User;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.UUID;

/** A user's second factors in the hands of an administrator, who needs no proof. */
public final class AdminFactors {
  private static final int MAX_NAME = 255;

  private final AdminUsers users;
  private final Transactions transactions;
  private final FactorStore factors = new FactorStore();
  private final Audit audit = new Audit();

  public AdminFactors(AdminUsers users, Transactions transactions) {
    this.users = users;
    this.transactions = transactions;
  }

  JsonArray list(Call call, String userId) {
    JsonArrayBuilder array = JsonValues.array();
    users.get(call, userId).factors().forEach(factor -> array.add(factor.json()));
    return array.build();
  }

  /** The factor after the change of its name, or of its phone. */
  JsonObject update(Call call, String userId, String factorId, RequestBody body) {
    User user = users.get(call, userId);
    JsonObject factor = find(user, factorId);
    String name = body.text("friendly_name");
    String phone = body.text("phone");
    if (name.length() > MAX_NAME) {
      throw AuthFailure.invalid("friendly_name can have up to " + MAX_NAME + " characters");
    }
    if (!phone.isEmpty() && !factor.getString("factor_type").equals("phone")) {
      throw AuthFailure.invalid("Only a phone factor has a phone");
    }
    String number = phone.isEmpty() ? "" : Phone.validated(phone);
    try {
      transactions.in(tx -> {
        FactorEntity row = row(tx, idOf(factor));
        if (!name.isEmpty()) {
          row.setFriendlyName(name);
        }
        if (!number.isEmpty()) {
          row.setPhone(number);
        }
        record(tx, call, Action.FACTOR_UPDATED, user, factor);
        return row;
      });
    } catch (DatabaseFailure failure) {
      throw failure.isDuplicate() ? taken().because(failure) : failure;
    }
    return find(users.get(call, userId), factorId);
  }

  /** Deletes the factor, and answers what it was. */
  JsonObject delete(Call call, String userId, String factorId) {
    User user = users.get(call, userId);
    JsonObject factor = find(user, factorId);
    transactions.in(tx -> {
      record(tx, call, Action.FACTOR_DELETED, user, factor);
      factors.delete(tx, idOf(factor));
      return factor;
    });
    return factor;
  }

  private static JsonObject find(User user, String factorId) {
    return user.factors().stream()
        .map(User.Factor::json)
        .filter(json -> json.getString("id").equalsIgnoreCase(factorId))
        .findFirst()
        .orElseThrow(
            () -> AuthFailure.notFound(ErrorCode.MFA_FACTOR_NOT_FOUND, "Factor not found"));
  }

  private static UUID idOf(JsonObject factor) {
    return UUID.fromString(factor.getString("id"));
  }

  private static FactorEntity row(Tx tx, UUID id) {
    FactorEntity row = tx.entities().find(FactorEntity.class, id);
    if (row == null) {
      throw AuthFailure.notFound(ErrorCode.MFA_FACTOR_NOT_FOUND, "Factor not found");
    }
    return row;
  }

  private void record(Tx tx, Call call, Action action, User user, JsonObject factor) {
    audit.record(
        tx,
        action,
        user,
        call.origin(),
        JsonValues.object()
            .add("user_id", user.id().toString())
            .add("factor_id", factor.getString("id"))
            .add("factor_type", factor.getString("factor_type"))
            .build());
  }

  private static AuthFailure taken() {
    return AuthFailure.unprocessable(
        ErrorCode.MFA_FACTOR_NAME_CONFLICT, "The user has another factor of that name or phone");
  }
}
