package dev.minibaas.engines.target;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of {@code scheme://user:password@host:port/database?name=value}, read by one strict
 * pattern, so that a driver never gets to read the text itself and see another host in it.
 */
record UrlText(
    String scheme,
    @Nullable String user,
    @Nullable String password,
    List<String> hosts,
    String database,
    Map<String, String> options) {
  private static final int MAX_LENGTH = 2048;
  private static final Pattern URL =
      Pattern.compile(
          "(?<scheme>[a-z+]+)://"
              + "(?:(?<user>[^:/?#@\\[\\]]*)(?::(?<password>[^/?#@\\[\\]]*))?@)?"
              + "(?<hosts>[^/?#@]+)"
              + "(?:/(?<database>[^/?#]*))?"
              + "(?:\\?(?<options>[^?#]*))?");
  private static final Pattern PERCENT = Pattern.compile("%(?![0-9a-fA-F]{2})");

  static UrlText of(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidTarget("connection_string has more than " + MAX_LENGTH + " characters");
    }
    requirePrintable(text);
    String url = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw new InvalidTarget(
          "connection_string must be like scheme://user:password@host:port/database; characters"
              + " of the password such as @ / : ? # are written as %40 %2F %3A %3F %23");
    }
    String user = matcher.group("user");
    String password = matcher.group("password");
    String database = matcher.group("database");
    return new UrlText(
        matcher.group("scheme"),
        user == null || user.isEmpty() ? null : decoded(user),
        password == null ? null : decoded(password),
        List.of(matcher.group("hosts").split(",", -1)),
        database == null ? "" : decoded(database),
        options(matcher.group("options")));
  }

  private static void requirePrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 127 || c == '\\') {
        throw new InvalidTarget(
            "connection_string must be printable ASCII without spaces and backslashes; write"
                + " others as %XX");
      }
    }
  }

  private static Map<String, String> options(@Nullable String text) {
    Map<String, String> options = new LinkedHashMap<>();
    if (text == null || text.isEmpty()) {
      return options;
    }
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new InvalidTarget("options of connection_string must be like name=value");
      }
      String name = decoded(pair.substring(0, equals)).toLowerCase(Locale.ROOT);
      if (options.putIfAbsent(name, decoded(pair.substring(equals + 1))) != null) {
        throw new InvalidTarget("an option of connection_string is given twice");
      }
    }
    return options;
  }

  /** Percent-decoded; a plus sign stays one. */
  private static String decoded(String text) {
    if (PERCENT.matcher(text).find()) {
      throw new InvalidTarget("connection_string has a % that isn't followed by two hex digits");
    }
    String decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      if (c < ' ' || c == 127 || c == '\uFFFD') {
        throw new InvalidTarget("connection_string has control characters or isn't UTF-8");
      }
    }
    return decoded;
  }

  Endpoint endpoint(String host, int defaultPort) {
    Matcher matcher = HOST.matcher(host);
    if (!matcher.matches()) {
      throw new InvalidTarget("connection_string names no usable host");
    }
    String port = matcher.group("port");
    String v6 = matcher.group("v6");
    String name = v6 != null ? v6 : matcher.group("name");
    if (v6 == null) {
      requireCanonical(name);
    }
    return new Endpoint(name, port == null ? defaultPort : Integer.parseInt(port));
  }

  private static final Pattern HOST =
      Pattern.compile(
          "(?:\\[(?<v6>[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)]|(?<name>[a-zA-Z0-9](?:[a-zA-Z0-9._-]{0,252})))"
              + "(?::(?<port>[0-9]{1,5}))?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");

  /** 2130706433, 0x7f.1 and 127.1 are addresses to some readers: only the dotted four are to us. */
  private static void requireCanonical(String name) {
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    String last = bare.substring(bare.lastIndexOf('.') + 1);
    if (NUMBER.matcher(last).matches() && !IPV4.matcher(name).matches()) {
      throw new InvalidTarget("an IPv4 address must be written as four decimal numbers");
    }
  }
}
