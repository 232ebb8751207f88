package dev.minibaas.edge.policy;

/** A calendar window of a rate limit: it begins at a full second, minute, hour or day, in UTC. */
public enum Window {
  SECOND("second", "Second", 1),
  MINUTE("minute", "Minute", 60),
  HOUR("hour", "Hour", 3_600),
  DAY("day", "Day", 86_400);

  private final String field;
  private final String headerSuffix;
  private final int seconds;

  Window(String field, String headerSuffix, int seconds) {
    this.field = field;
    this.headerSuffix = headerSuffix;
    this.seconds = seconds;
  }

  /** The name of its field in the file. */
  public String field() {
    return field;
  }

  /** How {@code X-RateLimit-Limit-…} ends. */
  public String headerSuffix() {
    return headerSuffix;
  }

  public int seconds() {
    return seconds;
  }
}
