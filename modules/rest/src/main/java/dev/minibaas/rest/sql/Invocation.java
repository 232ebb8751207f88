package dev.minibaas.rest.sql;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.sql.Session.Setting;
import java.util.List;

/**
 * Who asks, and what SQL may know of the request.
 *
 * @param request settings that describe it
 * @param rollsBack whether nothing that it does may stay
 */
public record Invocation(Caller caller, String schema, List<Setting> request, boolean rollsBack) {

  /** The same for somebody else, and without a trace. */
  public Invocation triedOutAs(Caller other) {
    return new Invocation(other, schema, request, true);
  }
}
