package dev.minibaas.realtime.postgres;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a database's changes are read.
 *
 * @param jdbcUrl of the database itself, past any pooler
 * @param user may replicate, and owns the first publication or finds it made
 * @param slot is made when it isn't there; small letters, digits, underscores
 * @param publications whose tables' changes are told; the first is made, empty, when it isn't there
 * @param streamedBytes if positive, large transactions come while they are open and up to so many
 *     bytes of them are held; otherwise they come after their commit, and nothing is held
 * @param retainedBytes of PostgreSQL's log, beyond which the slot moves on whatever was confirmed:
 *     the disk goes before the window
 * @param heartbeat how often a mark goes through the stream when nothing else may
 * @param retry how long after a break, or when another node reads, it is tried again
 * @param dropSlot whether closing the source drops the slot
 */
public record SourceConfig(
    String jdbcUrl,
    String user,
    String password,
    String slot,
    List<String> publications,
    long streamedBytes,
    long retainedBytes,
    Duration heartbeat,
    Duration retry,
    boolean dropSlot) {
  public static final String DEFAULT_PUBLICATION = "supabase_realtime";
  public static final String MESSAGES_PUBLICATION = "supabase_realtime_messages_publication";
  public static final String DEFAULT_SLOT = "minibaas_realtime";
  public static final long DEFAULT_RETAINED_BYTES = 1L << 30;
  public static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(5);
  public static final Duration DEFAULT_RETRY = Duration.ofSeconds(1);

  private static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,63}");
  private static final Pattern PUBLICATION = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  public SourceConfig {
    require(isUrl(jdbcUrl), "no URL of a PostgreSQL database");
    require(isSlot(slot), "no name of a slot: " + slot);
    publications = List.copyOf(publications);
    require(!publications.isEmpty(), "no publication");
    for (String publication : publications) {
      require(isPublication(publication), "no name of a publication: " + publication);
    }
    require(streamedBytes >= 0, "streamed bytes below 0");
    require(retainedBytes > 0, "retained bytes not above 0");
    require(heartbeat.toMillis() > 0, "no time between heartbeats");
    require(retry.toMillis() > 0, "no time between attempts");
  }

  /** The defaults, on a database with the migrations. */
  public static SourceConfig of(String jdbcUrl, String user, String password) {
    return new SourceConfig(
        jdbcUrl,
        user,
        password,
        DEFAULT_SLOT,
        List.of(DEFAULT_PUBLICATION, MESSAGES_PUBLICATION),
        0,
        DEFAULT_RETAINED_BYTES,
        DEFAULT_HEARTBEAT,
        DEFAULT_RETRY,
        false);
  }

  public static boolean isUrl(String text) {
    return text.startsWith("jdbc:postgresql:");
  }

  public static boolean isSlot(String name) {
    return SLOT.matcher(name).matches();
  }

  public static boolean isPublication(String name) {
    return PUBLICATION.matcher(name).matches();
  }

  private static void require(boolean met, String message) {
    if (!met) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Without the password, and without what a URL may say after its question mark. */
  @Override
  public String toString() {
    return "%s as %s, slot %s, publications %s"
        .formatted(jdbcUrl.replaceFirst("\\?.*", ""), user, slot, publications);
  }
}
