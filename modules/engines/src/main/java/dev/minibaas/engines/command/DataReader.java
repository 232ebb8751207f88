package dev.minibaas.engines.command;

import dev.minibaas.engines.command.InvalidCommand.Part;
import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the values of a row to be written, by their columns. */
public final class DataReader {
  private static final int MAX_COLUMNS = 200;

  private DataReader() {}

  /**
   * @throws InvalidCommand naming what is wrong
   */
  public static Map<String, @Nullable Object> read(JsonObject data) {
    if (data.size() > MAX_COLUMNS) {
      throw new InvalidCommand(Part.DATA, "data has more than " + MAX_COLUMNS + " columns");
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    data.forEach(
        (column, value) -> values.put(Names.column(Part.DATA, column), JsonValues.stored(value)));
    return values;
  }
}
