package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.access.Sight;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Position;
import java.util.List;

/**
 * A change as one identity sees it; those who see the same share the texts.
 *
 * <p>The texts are those of {@code postgres_changes}: see the contract of supabase-js.
 */
public interface RowView {
  Position position();

  Change change();

  Sight sight();

  /**
   * The {@code data} of a {@code postgres_changes} message, as JSON text.
   *
   * @param select the columns wanted, besides the key; empty for all
   */
  String data(List<String> select);
}
