package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.access.FilterQuestion;
import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.access.Judge;
import dev.minibaas.realtime.access.Question;
import dev.minibaas.realtime.access.Sight;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.realtime.phoenix.ChangesRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A judge without a database: everyone sees everything, but for one. */
final class Everyone implements Judge {
  static final Identity ANN = new Identity("authenticated", "{\"sub\":\"ann\"}");
  static final Identity BEA = new Identity("authenticated", "{\"sub\":\"bea\"}");

  /** Sees nothing. */
  static final Identity BLIND = new Identity("blind", "{}");

  /** A city about whose rows nothing can be said. */
  static final String UNJUDGED = "unjudged";

  /** How often it was to forget what it knows. */
  volatile int forgotten;

  @Override
  public List<List<Sight>> judge(List<Question> questions) {
    return questions.stream().map(Everyone::judge).toList();
  }

  private static List<Sight> judge(Question question) {
    if (question.change().newRow() instanceof Row row
        && row.values().contains(Value.of(UNJUDGED))) {
      throw new IllegalStateException("as meant");
    }
    return question.identities().stream()
        .map(identity -> identity.equals(BLIND) ? Sight.NOTHING : Sight.ALL)
        .toList();
  }

  @Override
  public Map<FilterQuestion, Boolean> filter(Set<FilterQuestion> questions) {
    Map<FilterQuestion, Boolean> answers = new HashMap<>();
    questions.forEach(question -> answers.put(question, true));
    return answers;
  }

  @Override
  public void catalogChanged() {
    forgotten++;
  }

  @Override
  public Optional<String> problem(ChangesRequest request, Identity identity) {
    return Optional.empty();
  }
}
