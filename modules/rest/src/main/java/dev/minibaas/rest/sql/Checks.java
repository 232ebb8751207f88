package dev.minibaas.rest.sql;

import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.RowRange;
import dev.minibaas.rest.plan.Mutation;
import dev.minibaas.rest.plan.Plan;
import org.jspecify.annotations.Nullable;

/** What must hold of a statement's rows, or its transaction is rolled back. */
final class Checks {
  private Checks() {}

  static void verify(Plan.Query plan, QueryRow row) {
    switch (plan) {
      case Plan.Read ignored -> {
        // any number of rows will do, unless one is asked for
      }
      case Plan.Write(Mutation mutation, var root, var body, var tx, Long most) -> {
        verify(mutation, row);
        atMost(most, row);
      }
      case Plan.Call call -> atMost(call.maxAffected(), row);
    }
    if (plan.representation().isSingle() && row.rows() != 1) {
      throw RestError.notOneRow(row.rows());
    }
  }

  private static void verify(Mutation mutation, QueryRow row) {
    switch (mutation) {
      case Mutation.Insert insert -> {
        if (insert.isPut() && row.rows() != 1) {
          throw RestError.putMismatch();
        }
      }
      case Mutation.Update update -> within(update.range(), row);
      case Mutation.Delete delete -> within(delete.range(), row);
    }
  }

  private static void within(RowRange range, QueryRow row) {
    Long limit = range.limit();
    if (limit != null && row.rows() > limit) {
      throw RestError.beyondLimit(row.rows(), limit);
    }
  }

  private static void atMost(@Nullable Long most, QueryRow row) {
    if (most != null && row.rows() > most) {
      throw RestError.tooManyAffected(row.rows());
    }
  }
}
