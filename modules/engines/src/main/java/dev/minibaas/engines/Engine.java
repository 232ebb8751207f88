package dev.minibaas.engines;

import dev.minibaas.engines.command.Command.Delete;
import dev.minibaas.engines.command.Command.Insert;
import dev.minibaas.engines.command.Command.Select;
import dev.minibaas.engines.command.Command.Update;
import dev.minibaas.engines.command.TableDefinition;
import dev.minibaas.engines.target.EngineKind;
import java.util.List;

/**
 * One registered database with its connections; made by {@link Engines}. Connections are opened
 * when they are needed, to an address that is tested at that moment.
 *
 * <p>Every method fails with an {@link EngineFailure}.
 */
public sealed interface Engine extends AutoCloseable permits SqlEngine, MongoEngine, RedisEngine {

  EngineKind kind();

  /** Connects and asks the server for a sign of life. */
  void test();

  /** The tables, collections, or first parts of keys, in order. */
  List<String> tables(Scope scope);

  List<Row> select(Scope scope, Select select);

  /** The row as it was stored. */
  Row insert(Scope scope, Insert insert);

  Updated update(Scope scope, Update update);

  /** How many rows are gone. */
  long delete(Scope scope, Delete delete);

  /**
   * Makes a table that isn't there yet.
   *
   * @return the statement that was run, for engines that have statements
   */
  String createTable(TableDefinition table);

  /** Drops a table if it exists. */
  void dropTable(String table);

  /** How many connections are open. */
  int connections();

  /** Closes the connections that nobody has used for the idle time. */
  void evictIdle();

  /** Closes every connection, those in use when they come back. */
  @Override
  void close();
}
