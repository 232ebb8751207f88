package dev.minibaas.edge;

import dev.minibaas.edge.http.Answer;
import dev.minibaas.edge.policy.Plugin;
import dev.minibaas.edge.policy.Policy.Consumer;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** The acl plugin. */
final class GroupRule {
  private static final Answer NOBODY = Answer.of(401, "Unauthorized");
  private static final Answer REFUSED = Answer.of(403, "You cannot consume this service");

  private final Plugin.Acl config;

  GroupRule(Plugin.Acl config) {
    this.config = config;
  }

  @Nullable Answer access(@Nullable Consumer consumer) {
    if (consumer == null) {
      return NOBODY;
    }
    boolean passes =
        config.allow().isEmpty()
            ? Collections.disjoint(config.deny(), consumer.groups())
            : !Collections.disjoint(config.allow(), consumer.groups());
    return passes ? null : REFUSED;
  }
}
