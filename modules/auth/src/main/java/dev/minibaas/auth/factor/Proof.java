package dev.minibaas.auth.factor;

import dev.minibaas.auth.entity.FactorEntity;
import dev.minibaas.auth.sql.Tx;

/** An answer to a challenge that was found right, and has yet to be used up. */
@FunctionalInterface
interface Proof {

  /** Uses it up in the transaction that raises the session; false when somebody else has. */
  boolean use(Tx tx, FactorEntity factor);
}
