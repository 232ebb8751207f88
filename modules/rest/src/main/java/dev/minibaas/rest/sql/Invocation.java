package dev.minibaas.rest.sql;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.sql.Session.Setting;
import dev.minibaas.rest.parse.Preferences.Ending;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and what SQL may know of the request.
 *
 * @param request settings that describe it
 * @param ending how the caller wants the transaction to end
 */
public record Invocation(
    Caller caller, String schema, List<Setting> request, @Nullable Ending ending) {}
