package dev.minibaas.schemas;

import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;

class SqliteSchemasTest extends SqlSchemasContractTest {
  SqliteSchemasTest(TestDatabase database) {
    super(database);
  }

  @BeforeAll
  void keep() throws IOException {
    Files.createDirectories(file("shop.db").getParent());
    Files.writeString(file("broken.db"), "no database ".repeat(100));
    makeTable("kept");
  }

  private static Path file(String name) {
    return files.toAbsolutePath().resolve(ALICE.getName()).resolve(name);
  }

  @Override
  EngineKind kind() {
    return EngineKind.SQLITE;
  }

  @Override
  String connection() {
    return "sqlite:shop.db";
  }

  @Override
  String connectionToNothing() {
    return "sqlite:broken.db";
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file("shop.db"));
  }

  @Override
  String tablesSql() {
    return "select name from sqlite_schema where type = 'table' order by name";
  }

  /** SQLite minds no default. */
  @Override
  void refusedByEngine() {}
}
