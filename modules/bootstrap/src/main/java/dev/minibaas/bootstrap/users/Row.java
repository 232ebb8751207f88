package dev.minibaas.bootstrap.users;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table of schema {@code auth}, as it stands in the file.
 *
 * @param line where, from 1
 * @param json the columns as a JSON object
 */
record Row(Table table, long line, String json) {

  /** What is taken over, in the order in which it must come. */
  enum Table {
    USERS,
    IDENTITIES,
    MFA_FACTORS;

    static @Nullable Table named(String name) {
      return switch (name) {
        case "users" -> USERS;
        case "identities" -> IDENTITIES;
        case "mfa_factors" -> MFA_FACTORS;
        default -> null;
      };
    }
  }

  /** Columns whose text is JSON itself. */
  private static final Set<String> JSON =
      Set.of(
          "raw_app_meta_data",
          "raw_user_meta_data",
          "identity_data",
          "web_authn_credential",
          "last_webauthn_challenge_data");

  /**
   * Of a file that has texts.
   *
   * @param values null for SQL's null; missing ones at the end are null, too
   */
  static Row of(Table table, long line, List<String> columns, List<@Nullable String> values) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < columns.size() && i < values.size(); i++) {
      String value = values.get(i);
      if (value != null && !(JSON.contains(columns.get(i)) && value.isBlank())) {
        json.append(json.length() == 1 ? "" : ",");
        quote(json, columns.get(i));
        json.append(':');
        if (JSON.contains(columns.get(i))) {
          json.append(value);
        } else {
          quote(json, value);
        }
      }
    }
    return new Row(table, line, json.append('}').toString());
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
