package dev.minibaas.devstack.mongo;

import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;

/** A change stream: where it is, and whose changes it tells. */
final class ChangeCursor extends AbstractCursor {
  private final Changes changes;
  private final String namespace;
  private long place;

  /**
   * @param place everything up to there has been told
   */
  ChangeCursor(long id, Changes changes, String namespace, long place) {
    super(id);
    this.changes = changes;
    this.namespace = namespace;
    this.place = place;
  }

  synchronized long place() {
    return place;
  }

  /** It never ends. */
  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public synchronized List<Document> takeDocuments(int most) {
    Changes.Batch batch = changes.after(place, namespace, most);
    place = batch.place();
    return batch.events();
  }
}
