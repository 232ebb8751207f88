package dev.minibaas.realtime.channels;

import dev.minibaas.realtime.access.FilterQuestion;
import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.access.Judge;
import dev.minibaas.realtime.access.Question;
import dev.minibaas.realtime.access.Sight;
import dev.minibaas.realtime.phoenix.ChangesRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Knows one table that nobody may subscribe to. */
final class TableJudge implements Judge {
  static final String FORBIDDEN = "secrets";

  @Override
  public Optional<String> problem(ChangesRequest request, Identity identity) {
    return request.table().equals(FORBIDDEN)
        ? Optional.of("no right to read secrets")
        : Optional.empty();
  }

  @Override
  public List<List<Sight>> judge(List<Question> questions) {
    throw new AssertionError("only the hub asks");
  }

  @Override
  public Map<FilterQuestion, Boolean> filter(Set<FilterQuestion> questions) {
    throw new AssertionError("only the hub asks");
  }

  @Override
  public void catalogChanged() {
    // nothing is remembered
  }
}
