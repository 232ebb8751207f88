package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.access.FilterQuestion;
import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.access.Judge;
import dev.minibaas.realtime.access.Question;
import dev.minibaas.realtime.access.Sight;
import dev.minibaas.realtime.phoenix.ChangesRequest;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A judge without a database: everyone sees everything. */
final class Everyone implements Judge {
  static final Identity ANN = new Identity("authenticated", "{\"sub\":\"ann\"}");

  @Override
  public List<List<Sight>> judge(List<Question> questions) {
    return questions.stream()
        .map(question -> Collections.nCopies(question.identities().size(), Sight.ALL))
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
    // nothing is remembered
  }

  @Override
  public Optional<String> problem(ChangesRequest request, Identity identity) {
    return Optional.empty();
  }
}
