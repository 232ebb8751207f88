package dev.minibaas.engines;

import dev.minibaas.engines.target.EngineKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

class SqliteEngineTest extends EngineContractTest {

  @Override
  EngineKind kind() {
    return EngineKind.SQLITE;
  }

  @Override
  String connectionString() {
    return "sqlite:shop.db";
  }

  @Override
  void emptyItems() {
    try {
      Path file = directory.toAbsolutePath().resolve(TENANT).resolve("shop.db");
      Files.createDirectories(file.getParent());
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = connection.createStatement()) {
        statement.execute("pragma busy_timeout = 5000");
        statement.execute(
            "create table if not exists items"
                + " (id text primary key, owner_id text, name text, amount integer, done boolean)");
        statement.execute("delete from items");
      }
    } catch (java.io.IOException | java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }
}
