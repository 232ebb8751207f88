package dev.minibaas.query.request;

import java.util.Arrays;
import java.util.Optional;

/**
 * The names of the four acts. What an act answers follows its name: a client that says {@code
 * updateMany} gets counts, one that says {@code update} the rows, on every engine.
 */
public enum Action {
  SELECT("select", Kind.SELECT),
  FIND("find", Kind.SELECT),
  READ("read", Kind.SELECT),
  INSERT("insert", Kind.INSERT),
  INSERT_ONE("insertOne", Kind.INSERT),
  CREATE("create", Kind.INSERT),
  UPDATE("update", Kind.UPDATE),
  UPDATE_MANY("updateMany", Kind.UPDATE),
  DELETE("delete", Kind.DELETE),
  DELETE_MANY("deleteMany", Kind.DELETE);

  /** What is done. */
  public enum Kind {
    SELECT,
    INSERT,
    UPDATE,
    DELETE
  }

  private final String text;
  private final Kind kind;

  Action(String text, Kind kind) {
    this.text = text;
    this.kind = kind;
  }

  public String text() {
    return text;
  }

  public Kind kind() {
    return kind;
  }

  static Optional<Action> of(String text) {
    return Arrays.stream(values()).filter(action -> action.text.equals(text)).findFirst();
  }

  static String names() {
    return String.join(", ", Arrays.stream(values()).map(Action::text).toList());
  }
}
