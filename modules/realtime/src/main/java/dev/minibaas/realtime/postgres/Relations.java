package dev.minibaas.realtime.postgres;

import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How tables look at this point of the stream. What a streamed transaction says of a table holds
 * for that transaction, and for everyone from its commit on, unless something newer was said
 * meanwhile.
 */
final class Relations {
  private final Map<Integer, String> types;
  private final Map<Integer, Table> tables = new HashMap<>();
  private final Map<Integer, Map<Integer, Table>> ofStreamed = new HashMap<>();
  private long said;

  /** A table as it was last described. */
  record Table(TableName name, List<Column> columns, long said) {}

  /**
   * @param builtIn types by their number; the others come with the stream
   */
  Relations(Map<Integer, String> builtIn) {
    this.types = new HashMap<>(builtIn);
  }

  void add(Message.Type type) {
    types.put(type.id(), type.name());
  }

  /**
   * @param transaction the streamed one, or 0
   */
  void add(int transaction, Message.Relation relation) {
    List<Column> columns = relation.attributes().stream().map(this::column).toList();
    var table = new Table(relation.table(), columns, ++said);
    if (transaction == 0) {
      tables.put(relation.id(), table);
    } else {
      ofStreamed.computeIfAbsent(transaction, xid -> new HashMap<>()).put(relation.id(), table);
    }
  }

  Table table(int transaction, int id) {
    @Nullable Table table = ofStreamed.getOrDefault(transaction, Map.of()).get(id);
    if (table == null) {
      table = tables.get(id);
    }
    if (table == null) {
      throw new IllegalStateException("a change of relation " + id + ", which wasn't described");
    }
    return table;
  }

  void committed(int transaction) {
    Map<Integer, Table> own = ofStreamed.remove(transaction);
    if (own != null) {
      own.forEach((id, table) ->
          tables.merge(id, table, (one, other) -> one.said > other.said ? one : other));
    }
  }

  void aborted(int transaction) {
    ofStreamed.remove(transaction);
  }

  private Column column(Message.Attribute attribute) {
    String type = types.get(attribute.type());
    if (type == null) {
      throw new IllegalStateException(
          "column %s of type %d, which wasn't described"
              .formatted(attribute.name(), attribute.type()));
    }
    return new Column(attribute.name(), type, attribute.key());
  }
}
