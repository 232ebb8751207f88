package dev.minibaas.permissions;

import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * When a policy applies: {@code owner_only}, {@code mfa_required}, {@code ip_range} and {@code
 * time_window}. Here they are brought into the one form that the database's function {@code holds}
 * reads; anything else is refused, so that no misspelt condition is silently no condition.
 */
final class Conditions {
  private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
  private static final Pattern NETWORK = Pattern.compile("[0-9a-fA-F.:]{2,45}(/[0-9]{1,3})?");
  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
  private static final int MAX_RANGES = 64;

  private Conditions() {}

  static JsonObject from(JsonBody body) {
    body.only("owner_only", "mfa_required", "ip_range", "time_window");
    JsonObjectBuilder conditions = Json.createObjectBuilder();
    if (body.flag("owner_only", false)) {
      conditions.add("owner_only", true);
    }
    if (body.flag("mfa_required", false)) {
      conditions.add("mfa_required", true);
    }
    if (body.hasValue("ip_range")) {
      JsonArrayBuilder ranges = Json.createArrayBuilder();
      ranges(body).forEach(ranges::add);
      conditions.add("ip_range", ranges);
    }
    if (body.hasValue("time_window")) {
      conditions.add("time_window", window(body.object("time_window")));
    }
    return conditions.build();
  }

  private static List<String> ranges(JsonBody body) {
    List<String> ranges =
        body.field("ip_range") instanceof JsonString one
            ? List.of(one.getString())
            : body.texts("ip_range", 1, MAX_RANGES, 64);
    List<String> networks = new ArrayList<>();
    for (String range : ranges) {
      if (!NETWORK.matcher(range).matches() || !Networks.isNetwork(range)) {
        throw body.refused("ip_range", "a network such as 192.0.2.0/24, or an array of them");
      }
      networks.add(range);
    }
    return networks;
  }

  private static JsonObject window(JsonBody window) {
    window.only("from", "to", "days", "timezone");
    JsonArrayBuilder days = Json.createArrayBuilder();
    days(window).forEach(days::add);
    return Json.createObjectBuilder()
        .add("from", time(window, "from"))
        .add("to", time(window, "to"))
        .add("days", days)
        .add("timezone", zone(window))
        .build();
  }

  private static String time(JsonBody window, String name) {
    String time = window.text(name, 5, 5);
    if (!TIME.matcher(time).matches()) {
      throw window.refused(name, "a time such as 08:30");
    }
    return time;
  }

  /** ISO: 1 is Monday. */
  private static List<Integer> days(JsonBody window) {
    if (!window.hasValue("days")) {
      return List.of(1, 2, 3, 4, 5, 6, 7);
    }
    List<Integer> days = new ArrayList<>();
    if (window.field("days") instanceof jakarta.json.JsonArray array && array.size() <= 7) {
      for (int i = 0; i < array.size(); i++) {
        int day = array.getInt(i, 0);
        if (day < 1 || day > 7) {
          throw window.refused("days", "numbers from 1 (Monday) to 7");
        }
        days.add(day);
      }
    }
    if (days.isEmpty()) {
      throw window.refused("days", "an array of numbers from 1 (Monday) to 7");
    }
    return days;
  }

  private static String zone(JsonBody window) {
    String zone = window.hasValue("timezone") ? window.text("timezone", 1, 64) : "UTC";
    try {
      if (ZONES.contains(zone)) {
        return ZoneId.of(zone).getId();
      }
    } catch (DateTimeException e) {
      throw new ApiError(ErrorCode.INVALID_PAYLOAD, "timezone is not known", e);
    }
    throw window.refused("timezone", "a name such as UTC or Europe/Paris");
  }
}
