package dev.minibaas.auth.hook;

import java.net.URI;
import java.util.List;

/** What is called at a point. */
sealed interface HookTarget {

  /**
   * A POST.
   *
   * @param secrets what it is signed with; one signature each, so that secrets can be changed
   */
  record Http(URI uri, List<Secret> secrets) implements HookTarget {}

  /** A function of one jsonb argument that answers jsonb. */
  record Function(String schema, String name) implements HookTarget {}

  /** A symmetric key of Standard Webhooks. */
  record Secret(String base64) {
    @Override
    public String toString() {
      return "***";
    }
  }
}
