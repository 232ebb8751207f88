package dev.minibaas.auth.factor;

import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.entity.FactorEntity;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import jakarta.json.JsonObject;
import java.util.UUID;

/** {@code DELETE /factors/{id}}. */
public final class Unenrolment {
  private final Transactions transactions;
  private final FactorStore factors = new FactorStore();
  private final Audit audit = new Audit();

  public Unenrolment(Transactions transactions) {
    this.transactions = transactions;
  }

  JsonObject unenroll(String factorId, Bearer bearer, Call call) {
    Holder holder = Holder.of(bearer);
    UUID id = Holder.factorId(factorId);
    transactions.in(tx -> {
      remove(tx, id, holder, call);
      return id;
    });
    return JsonValues.object().add("id", id.toString()).build();
  }

  private void remove(Tx tx, UUID id, Holder holder, Call call) {
    factors.lockUser(tx, holder.id());
    FactorEntity factor = Holder.existing(factors.find(tx, holder.id(), id));
    if (factor.isVerified() && !holder.session().isAal2()) {
      throw AuthFailure.unprocessable(
          ErrorCode.INSUFFICIENT_AAL, "AAL2 required to unenroll verified factor");
    }
    audit.record(
        tx,
        Action.FACTOR_UNENROLLED,
        holder.user(),
        call.origin(),
        JsonValues.object()
            .add("factor_id", id.toString())
            .add("factor_status", factor.status().label())
            .add("session_id", holder.session().id().toString())
            .build());
    factors.delete(tx, id);
  }
}
