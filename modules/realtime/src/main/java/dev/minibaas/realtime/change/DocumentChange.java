package dev.minibaas.realtime.change;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A change of one document of MongoDB, or that changes are missing. It comes as a row of {@code
 * realtime.documents}.
 *
 * @param owner the only user who may see it; null when nobody but the service role may
 * @param payload as clients get it
 */
public record DocumentChange(
    Operation operation,
    String database,
    String collection,
    @Nullable String owner,
    String payload) {
  private static final TableName TABLE = new TableName("realtime", "documents");

  /** What happened. */
  public enum Operation {
    INSERTED("insert"),
    UPDATED("update"),
    REPLACED("replace"),
    DELETED("delete"),
    /** Changes were missed before this, of whichever documents. */
    MISSING("");

    private final String command;

    Operation(String command) {
      this.command = command;
    }

    /** MongoDB's word. */
    public String command() {
      return command;
    }

    /** The platform's word. */
    public String verb() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static DocumentChange missing(String database) {
    return new DocumentChange(Operation.MISSING, database, "", null, "");
  }

  /** Whether a change of a row is one of a document. */
  public static boolean isIn(Change change) {
    return change.kind() == ChangeKind.INSERT && change.table().equals(TABLE);
  }

  /** What a row says for which {@link #isIn} is true. */
  public static DocumentChange of(Change change) {
    return new DocumentChange(
        Operation.valueOf(text(change, "operation").toUpperCase(Locale.ROOT)),
        text(change, "database"),
        text(change, "collection"),
        textOrNull(change, "owner"),
        text(change, "payload"));
  }

  private static String text(Change change, String column) {
    String text = textOrNull(change, column);
    if (text == null) {
      throw new IllegalArgumentException("a document's change without " + column);
    }
    return text;
  }

  private static @Nullable String textOrNull(Change change, String column) {
    Row row = change.newRow();
    for (int i = 0; row != null && i < change.columns().size(); i++) {
      if (change.columns().get(i).name().equals(column)) {
        return row.values().get(i) instanceof Value.Text(String text) ? text : null;
      }
    }
    return null;
  }
}
