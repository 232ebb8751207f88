package dev.minibaas.engines.command;

/** A command that can't be run as it is written; the message is public. */
public final class InvalidCommand extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the command is wrong about. */
  public enum Part {
    /** A table's or column's name, sort, limit or offset. */
    PARAM,
    FILTER,
    DATA,
    /** The owner's column, which a caller may not set. */
    OWNER
  }

  private final Part part;

  public InvalidCommand(Part part, String message) {
    super(message);
    this.part = part;
  }

  public Part part() {
    return part;
  }
}
