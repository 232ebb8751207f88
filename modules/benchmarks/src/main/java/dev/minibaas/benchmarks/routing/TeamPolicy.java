package dev.minibaas.benchmarks.routing;

import dev.minibaas.realtime.access.FilterQuestion;
import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.access.Judge;
import dev.minibaas.realtime.access.Question;
import dev.minibaas.realtime.access.Sight;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.realtime.phoenix.ChangesRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code team = auth.jwt() ->> 'team'}, computed in memory; all columns may be read. */
final class TeamPolicy implements Judge {
  private static final Sight SIGHT = new Sight(Sight.What.ROW, true, null, Set.of("id"));

  @Override
  public List<List<Sight>> judge(List<Question> questions) {
    List<List<Sight>> answers = new ArrayList<>();
    for (Question question : questions) {
      String claim = "\"team\":\"" + team(question.change()) + "\"";
      List<Sight> sights = new ArrayList<>();
      for (Identity identity : question.identities()) {
        sights.add(identity.claims().contains(claim) ? SIGHT : Sight.NOTHING);
      }
      answers.add(sights);
    }
    return answers;
  }

  private static String team(Change change) {
    Row row = change.after().orElseThrow();
    for (int i = 0; i < change.columns().size(); i++) {
      if (change.columns().get(i).name().equals("team")
          && row.values().get(i) instanceof Value.Text(String text)) {
        return text;
      }
    }
    throw new IllegalStateException("a row without a team");
  }

  @Override
  public Map<FilterQuestion, Boolean> filter(Set<FilterQuestion> questions) {
    throw new IllegalStateException("every filter of the benchmark is certain");
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
