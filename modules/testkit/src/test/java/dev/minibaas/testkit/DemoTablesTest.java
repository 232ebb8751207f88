package dev.minibaas.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class DemoTablesTest {
  private final TestDatabase database;
  private ApiCaller ann;
  private ApiCaller ben;

  DemoTablesTest(TestDatabase database) {
    this.database = database;
    this.ann = ApiCaller.anon(database);
    this.ben = ApiCaller.anon(database);
  }

  @BeforeEach
  void twoUsersSignUp() {
    ann = signedUp("ann");
    ben = signedUp("ben");
  }

  private ApiCaller signedUp(String name) {
    UUID id = UUID.randomUUID();
    database.execute(
        "insert into auth.users (id, email, raw_user_meta_data) values ('%s', '%s-%s@example.com',"
                .formatted(id, name, id)
            + " '{\"name\": \"%s\"}')".formatted(name));
    return ApiCaller.user(database, id);
  }

  @Test
  void aSignedUpUserSeesOnlyTheirOwnRowOfUsers() throws SQLException {
    assertThat(ann.query("select name from users")).containsExactly("ann");
    assertThat(ben.query("select name from users")).containsExactly("ben");
  }

  @Test
  void anonMayReadUsersAndSeesNothing() throws SQLException {
    assertThat(ApiCaller.anon(database).query("select id from users")).isEmpty();
  }

  @Test
  void aUserChangesAndDeletesTheirOwnRowOfUsersAndNoOther() throws SQLException {
    assertThat(ann.query("update users set name = 'Ann'")).containsExactly("1");
    assertThat(ann.query("delete from users where id = '" + ben.subject() + "'"))
        .containsExactly("0");
    assertThat(ann.query("delete from users")).containsExactly("1");
    assertThat(
            ann.query(
                "insert into users (id, email) values ('%s', 'again-%s@example.com') returning email"
                    .formatted(ann.subject(), ann.subject())))
        .hasSize(1);
    assertThat(ben.query("select name from users")).containsExactly("ben");
  }

  @Test
  void aRowOfUsersForSomeoneElseIsRefused() {
    refused(ann, "insert into users (email, name) values ('x@example.com', 'x')");
    refused(ann, "update users set id = gen_random_uuid()");
    refused(
        ApiCaller.anon(database), "insert into users (email, name) values ('y@example.com', 'y')");
  }

  @Test
  void aPostBelongsToTheCallerWithoutSayingSo() throws SQLException {
    assertThat(ann.query("insert into posts (title) values ('t') returning user_id"))
        .containsExactly(String.valueOf(ann.subject()));
    assertThat(ben.query("select title from posts")).isEmpty();
    assertThat(ben.query("update posts set title = 'mine'")).containsExactly("0");
    assertThat(ben.query("delete from posts")).containsExactly("0");
    assertThat(ann.query("update posts set title = 'u'")).containsExactly("1");
    assertThat(ann.query("delete from posts")).containsExactly("1");
  }

  @Test
  void aPostInSomeoneElsesNameIsRefused() throws SQLException {
    refused(ann, "insert into posts (user_id, title) values ('%s', 't')".formatted(ben.subject()));
    ann.query("insert into posts (title) values ('t')");
    refused(ann, "update posts set user_id = '%s'".formatted(ben.subject()));
    refused(ApiCaller.anon(database), "insert into posts (title) values ('t')");
  }

  @Test
  void aPublicPostIsReadByEveryone() throws SQLException {
    String title = "public " + ann.subject();
    ann.query("insert into posts (title, is_public) values ('%s', true)".formatted(title));
    String read = "select title from posts where title = '%s'".formatted(title);
    assertThat(ben.query(read)).containsExactly(title);
    assertThat(ApiCaller.anon(database).query(read)).containsExactly(title);
    assertThat(ben.query("delete from posts where title = '%s'".formatted(title)))
        .containsExactly("0");
  }

  @Test
  void aProfileIsWrittenAndReadByItsOwner() throws SQLException {
    assertThat(
            ann.query(
                "insert into user_profiles (user_id, bio) values ('%s', 'b') returning theme"
                    .formatted(ann.subject())))
        .containsExactly("system");
    assertThat(ann.query("update user_profiles set bio = 'c' returning bio")).containsExactly("c");
    assertThat(ben.query("select bio from user_profiles")).isEmpty();
    refused(ben, "insert into user_profiles (user_id) values ('%s')".formatted(ann.subject()));
    assertThat(ann.query("delete from user_profiles")).containsExactly("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "projects (name) values ('p')",
        "mock_orders (order_number, total_cents) values (gen_random_uuid()::text, 5)"
      })
  void whatHasAnOwnerIsTheCallersAlone(String row) throws SQLException {
    String table = row.substring(0, row.indexOf(' '));
    assertThat(ann.query("insert into " + row + " returning owner_id"))
        .containsExactly(String.valueOf(ann.subject()));
    assertThat(ben.query("select id from " + table)).isEmpty();
    assertThat(ben.query("update %s set status = status".formatted(table))).containsExactly("0");
    refused(ann, "update %s set owner_id = '%s'".formatted(table, ben.subject()));
    refused(ApiCaller.anon(database), "select id from " + table);
    assertThat(ann.query("delete from " + table)).containsExactly("1");
  }

  @Test
  void serviceRoleSeesAndChangesAllRows() throws SQLException {
    ApiCaller service = ApiCaller.service(database);
    assertThat(service.query("select name from users")).contains("ann", "ben");
    service.query(
        "insert into users (email, name) values ('s-%s@example.com', 's')"
            .formatted(UUID.randomUUID()));
  }

  @Test
  void updatedAtFollowsAChange() throws SQLException {
    ann.query("insert into posts (title, updated_at) values ('t', '2000-01-01')");
    assertThat(
            ann.query("update posts set title = 'u' returning updated_at > now() - interval '1h'"))
        .containsExactly("t");
  }

  private static void refused(ApiCaller caller, String sql) {
    assertThatThrownBy(() -> caller.query(sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
  }
}
