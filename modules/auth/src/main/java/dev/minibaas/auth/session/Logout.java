package dev.minibaas.auth.session;

import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.request.Origin;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import java.util.UUID;

/** Ends sessions: all of the user's, the call's own, or all others. */
public final class Logout {
  private enum Scope {
    GLOBAL,
    LOCAL,
    OTHERS;

    static Scope of(String text) {
      return switch (text) {
        case "", "global" -> GLOBAL;
        case "local" -> LOCAL;
        case "others" -> OTHERS;
        default -> throw AuthFailure.invalid("Unsupported logout scope \"" + text + "\"");
      };
    }
  }

  private final Transactions transactions;
  private final Audit audit;
  private final SessionStore sessions = new SessionStore();

  public Logout(Transactions transactions, Audit audit) {
    this.transactions = transactions;
    this.audit = audit;
  }

  public void logout(Bearer bearer, String scopeText) {
    logout(bearer, scopeText, new Origin(null, null));
  }

  public void logout(Bearer bearer, String scopeText, Origin origin) {
    Scope scope = Scope.of(scopeText);
    transactions.in(tx -> {
      audit.record(tx, Action.LOGOUT, bearer.user(), origin);
      end(tx, bearer, scope);
      return scope;
    });
  }

  private void end(Tx tx, Bearer bearer, Scope scope) {
    UUID userId = bearer.user().id();
    Session own = bearer.session();
    if (own == null || scope == Scope.GLOBAL) {
      sessions.endAll(tx, userId);
    } else if (scope == Scope.LOCAL) {
      sessions.end(tx, own.id());
    } else {
      sessions.endOthers(tx, userId, own.id());
    }
  }
}
