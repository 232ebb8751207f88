package dev.minibaas.realtime.hub;

import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.realtime.access.FilterQuestion;
import dev.minibaas.realtime.access.Judge;
import dev.minibaas.realtime.access.Question;
import dev.minibaas.realtime.access.Sight;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Who may see what of a batch of changes. Nothing is decided without the database: while it can't
 * be asked, one waits.
 */
final class Answers {
  private static final Logger LOG = Log.of(Answers.class);
  private static final long PAUSE_MILLIS = 250;

  private final Map<Routed, Answer> answers = new IdentityHashMap<>();

  /**
   * To one change.
   *
   * @param sights in the order of the question's identities
   */
  record Answer(List<Sight> sights, Map<FilterQuestion, Boolean> filters) {}

  private Answers() {}

  Answer of(Routed routed) {
    return Objects.requireNonNull(answers.get(routed));
  }

  /**
   * @param closed whether it is not worth trying again
   */
  static Answers to(List<Routed> batch, Judge judge, BooleanSupplier closed)
      throws InterruptedException {
    Answers answers = new Answers();
    if (batch.isEmpty()) {
      return answers;
    }
    List<Question> questions = new ArrayList<>(batch.size());
    Set<FilterQuestion> filterQuestions = new LinkedHashSet<>();
    for (Routed routed : batch) {
      questions.add(routed.question());
      filterQuestions.addAll(routed.filterQuestions());
    }
    while (true) {
      try {
        // the router and those who catch up ask the same one
        synchronized (judge) {
          List<List<Sight>> sights = judge.judge(questions);
          Map<FilterQuestion, Boolean> filters =
              filterQuestions.isEmpty() ? Map.of() : judge.filter(filterQuestions);
          for (int i = 0; i < batch.size(); i++) {
            answers.answers.put(batch.get(i), new Answer(sights.get(i), filters));
          }
        }
        return answers;
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
