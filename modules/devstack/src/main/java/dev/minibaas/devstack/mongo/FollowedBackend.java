package dev.minibaas.devstack.mongo;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.Locale;
import java.util.Set;
import org.h2.mvstore.MVStore;

/** A backend whose changes can be followed by change streams of a whole database. */
final class FollowedBackend extends H2Backend {
  private static final String MODIFY = "findandmodify";
  private static final Set<String> WRITES = Set.of("insert", "update", "delete", MODIFY);

  private final Changes changes = new Changes(this, getCursorRegistry());

  FollowedBackend(MVStore store) {
    super(store);
    oplog = changes;
  }

  @Override
  public Document handleMessage(MongoMessage message) {
    Document query = message.getDocument();
    String command = query.keySet().iterator().next();
    String name = command.toLowerCase(Locale.ROOT);
    if (!WRITES.contains(name)) {
      return placed(super.handleMessage(message));
    }
    // one after the other, so that changes are remembered in the order in which they were made
    synchronized (changes) {
      Document answer = super.handleMessage(message);
      if (name.equals(MODIFY) && answer.get("value") instanceof Document value) {
        changes.modified(message.getDatabaseName() + "." + query.get(command), query, value);
      }
      return answer;
    }
  }

  /** Says up to where the answer of a change stream is, also when it has no change. */
  private Document placed(Document answer) {
    if (answer.get("cursor") instanceof Document cursor
        && cursor.get("id") instanceof Long id
        && id != 0
        && getCursorRegistry().getCursor(id) instanceof ChangeCursor stream) {
      cursor.put("postBatchResumeToken", Changes.token(stream.place()));
    }
    return answer;
  }
}
