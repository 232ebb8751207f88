package dev.minibaas.realtime.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one identity may see of one change.
 *
 * @param what whether anything
 * @param old whether the old image, too; where not, only its key is shown
 * @param columns that may be read; null for all
 * @param key the columns of the primary key; empty when there is none
 */
public record Sight(What what, boolean old, @Nullable Set<String> columns, Set<String> key) {
  /** Whether the change is shown at all. */
  public enum What {
    NOTHING,
    /** That there was a change, without its values: the role may not read the key. */
    UNAUTHORIZED,
    ROW
  }

  public static final Sight NOTHING = new Sight(What.NOTHING, false, null, Set.of());

  /** Everything there is. */
  public static final Sight ALL = new Sight(What.ROW, true, null, Set.of());

  public boolean isNothing() {
    return what == What.NOTHING;
  }

  public boolean shows(String column) {
    return columns == null || columns.contains(column);
  }
}
