package dev.minibaas.realtime.hub;

import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.realtime.access.FilterQuestion;
import dev.minibaas.realtime.access.Judge;
import dev.minibaas.realtime.access.Question;
import dev.minibaas.realtime.access.Sight;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Who may see what of a batch of changes. Nothing is decided without the database: while it can't
 * be asked, one waits.
 */
record Answers(Map<Question, Sight> sights, Map<FilterQuestion, Boolean> filters) {
  private static final Logger LOG = Log.of(Answers.class);
  private static final long PAUSE_MILLIS = 250;

  /**
   * @param closed whether it is not worth trying again
   */
  static Answers to(Collection<Routed> batch, Judge judge, BooleanSupplier closed)
      throws InterruptedException {
    Set<Question> questions = new LinkedHashSet<>();
    Set<FilterQuestion> filters = new LinkedHashSet<>();
    batch.forEach(routed -> routed.ask(questions, filters));
    if (questions.isEmpty()) {
      return new Answers(Map.of(), Map.of());
    }
    while (true) {
      try {
        // the router and those who catch up ask the same one
        synchronized (judge) {
          return new Answers(
              judge.judge(questions), filters.isEmpty() ? Map.of() : judge.filter(filters));
        }
      } catch (SqlFailure e) {
        if (closed.getAsBoolean()) {
          throw new InterruptedException("the hub is closed");
        }
        LOG.log(Level.WARNING, "who may see a change can't be asked, trying again", e);
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }
}
