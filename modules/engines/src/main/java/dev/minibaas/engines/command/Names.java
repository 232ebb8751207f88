package dev.minibaas.engines.command;

import dev.minibaas.engines.command.InvalidCommand.Part;
import dev.minibaas.engines.target.EngineKind;
import java.util.regex.Pattern;

/** Names of tables and columns, as far as they are permitted at all. */
public final class Names {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,63}");
  private static final Pattern COLLECTION = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private Names() {}

  /**
   * @throws InvalidCommand when it isn't one
   */
  public static String table(EngineKind kind, String text) {
    Pattern pattern = kind == EngineKind.MONGODB ? COLLECTION : NAME;
    if (!pattern.matcher(text).matches()) {
      throw new InvalidCommand(
          Part.PARAM,
          kind == EngineKind.MONGODB
              ? "the collection's name must match ^[a-zA-Z0-9_-]{1,64}$"
              : "the table's name must match ^[a-zA-Z_]\\w{0,63}$");
    }
    return text;
  }

  /**
   * @throws InvalidCommand naming the part in which the column stands
   */
  public static String column(Part part, String text) {
    if (!NAME.matcher(text).matches()) {
      throw new InvalidCommand(part, "a column's name must match ^[a-zA-Z_]\\w{0,63}$");
    }
    return text;
  }
}
