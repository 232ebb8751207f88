package dev.minibaas.permissions;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.util.Locale;
import java.util.regex.Pattern;

/** What is done with a resource, in one vocabulary whatever an engine or interface calls it. */
final class Action {
  static final int MAX_LENGTH = 64;

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_:.-]{0,63}");

  private Action() {}

  /** {@code read} is {@code select}, {@code create} is {@code insert}; other words stay. */
  static String of(String word) {
    String action = word.toLowerCase(Locale.ROOT);
    if (!FORM.matcher(action).matches()) {
      throw new ApiError(ErrorCode.INVALID_PAYLOAD, "an action must be of the form " + FORM);
    }
    return switch (action) {
      case "read", "find", "findone", "get", "list" -> "select";
      case "create", "insertone" -> "insert";
      case "patch", "updatemany", "updateone" -> "update";
      case "remove", "deletemany", "deleteone" -> "delete";
      default -> action;
    };
  }

  /** The same in a policy, where {@code *} stands for all. */
  static String ofPolicy(String word) {
    return word.equals("*") ? word : of(word);
  }
}
