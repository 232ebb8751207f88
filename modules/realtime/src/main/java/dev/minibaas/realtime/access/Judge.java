package dev.minibaas.realtime.access;

import dev.minibaas.realtime.phoenix.ChangesRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may see what of changes. Called by one thread at a time. */
public interface Judge {
  /**
   * For each question what its identities may see, in their order; at most one statement for each
   * identity.
   *
   * @throws dev.minibaas.platform.sql.SqlFailure when the database can't be asked; to be repeated
   */
  List<List<Sight>> judge(List<Question> questions);

  /**
   * Whether each passes.
   *
   * @throws dev.minibaas.platform.sql.SqlFailure when the database can't be asked; to be repeated
   */
  Map<FilterQuestion, Boolean> filter(Set<FilterQuestion> questions);

  /** Policies, grants or tables have changed; what is remembered of them is forgotten. */
  void catalogChanged();

  /**
   * Why a subscription can't work, in words for the client: no such table or column, not in the
   * publication, no right to read, an operand that the column's type refuses. Asked by any thread.
   */
  Optional<String> problem(ChangesRequest request, Identity identity);
}
