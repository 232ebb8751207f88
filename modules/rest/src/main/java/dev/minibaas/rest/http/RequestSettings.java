package dev.minibaas.rest.http;

import dev.minibaas.platform.sql.Session.Setting;
import dev.minibaas.rest.parse.JsonText;
import dev.minibaas.rest.parse.RawRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What SQL can see of a request: {@code current_setting('request.headers')} and the like. */
final class RequestSettings {
  private RequestSettings() {}

  static List<Setting> of(RawRequest request) {
    List<Setting> settings = new ArrayList<>(4);
    settings.add(new Setting("request.method", request.method()));
    settings.add(new Setting("request.path", request.path()));
    settings.add(new Setting("request.headers", headers(request)));
    settings.add(new Setting("request.cookies", cookies(request)));
    return settings;
  }

  /** Lower-cased names; the cookies have a setting of their own. */
  private static String headers(RawRequest request) {
    StringBuilder json = new StringBuilder(256).append('{');
    for (RawRequest.Header header : request.headers()) {
      String name = header.name().toLowerCase(Locale.ROOT);
      if (!name.equals("cookie")) {
        json.append(json.length() > 1 ? "," : "");
        JsonText.quote(json, name);
        json.append(':');
        JsonText.quote(json, header.value());
      }
    }
    return json.append('}').toString();
  }

  private static String cookies(RawRequest request) {
    String header = request.header("Cookie");
    if (header == null) {
      return "{}";
    }
    Map<String, String> cookies = new LinkedHashMap<>();
    for (String cookie : header.split(";", -1)) {
      int equals = cookie.indexOf('=');
      if (equals > 0) {
        cookies.putIfAbsent(
            cookie.substring(0, equals).strip(), cookie.substring(equals + 1).strip());
      }
    }
    return JsonText.object(cookies);
  }
}
