package dev.minibaas.auth;

import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.credentials;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.bootstrap.Superuser;
import dev.minibaas.bootstrap.users.ImportUsers;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class ImportUsersTest {
  private static final String COLUMNS =
      "instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,"
          + " raw_app_meta_data, raw_user_meta_data, is_super_admin, created_at, updated_at, phone,"
          + " confirmation_token";

  private final TestDatabase database;
  private final AuthFixture auth;
  private final String hash;
  private final List<String> lines = new ArrayList<>();
  @TempDir private Path folder;

  ImportUsersTest(TestDatabase database) {
    this.database = database;
    this.auth = new AuthFixture(database);
    this.hash = auth.passwords.hash(AuthFixture.PASSWORD);
  }

  private boolean run(String name, String content) throws IOException {
    lines.clear();
    Path file = Files.writeString(folder.resolve(name), content);
    Superuser superuser =
        new Superuser(
            "127.0.0.1",
            database.port(),
            database.name(),
            Login.SUPERUSER.user(),
            Login.SUPERUSER.password());
    return ImportUsers.run(superuser, file, lines::add);
  }

  private String copyRow(UUID id, String email, String metadata) {
    return String.join(
        "\t",
        "00000000-0000-0000-0000-000000000000",
        id.toString(),
        "authenticated",
        "authenticated",
        email,
        hash,
        "2024-01-02 03:04:05.678+00",
        "{\"provider\": \"email\", \"providers\": [\"email\"]}",
        metadata,
        "\\N",
        "2024-01-02 03:04:05+00",
        "2024-01-02 03:04:05+00",
        "\\N",
        "");
  }

  private JsonObject login(String email) {
    return auth.passwordGrant
        .login(credentials(email, AuthFixture.PASSWORD), ANYBODY)
        .json()
        .getJsonObject("user");
  }

  @Test
  void aDumpOfPgDumpIsTakenOverOnceWithItsHashes() throws IOException {
    UUID ada = UUID.randomUUID();
    UUID bob = UUID.randomUUID();
    String dump =
        "SET standard_conforming_strings = on;\n\n"
            + "COPY auth.identities (provider_id, user_id, identity_data, provider, id) FROM stdin;\n"
            + "%s\t%s\t{\"sub\": \"%s\", \"email\": \"ada@dump.org\"}\temail\t%s\n"
                .formatted(ada, ada, ada, UUID.randomUUID())
            + "google-1\t%s\t{\"sub\": \"google-1\"}\tgoogle\t%s\n"
                .formatted(bob, UUID.randomUUID())
            + "\\.\n\nCOPY auth.schema_migrations (version) FROM stdin;\n00\n\\.\n\n"
            + "COPY auth.users ("
            + COLUMNS
            + ") FROM stdin;\n"
            + copyRow(ada, "Ada@Dump.org", "{\"quote\": \"a\\\\tb \\\\\"c\\\\\" '\", \"n\": null}")
            + "\n"
            + copyRow(bob, "bob@dump.org", "{}")
            + "\n\\.\n";

    assertThat(run("dump.sql", dump)).isTrue();
    assertThat(lines)
        .containsExactly(
            "users: 2 imported, 0 were there already, 0 refused",
            "identities: 2 imported, 0 were there already, 0 refused");
    JsonObject user = login("ada@dump.org");
    assertThat(user.getString("id")).isEqualTo(ada.toString());
    assertThat(user.getJsonObject("user_metadata").getString("quote")).isEqualTo("a\tb \"c\" '");
    assertThat(user.getJsonObject("user_metadata").isNull("n")).isTrue();
    assertThat(user.getJsonArray("identities")).hasSize(1);
    assertThat(user.getString("created_at")).startsWith("2024-01-02T03:04:05");

    database.execute("update auth.users set role = 'member' where email = 'bob@dump.org'");
    assertThat(run("dump.sql", dump)).isTrue();
    assertThat(lines)
        .containsExactly(
            "users: 0 imported, 2 were there already, 0 refused",
            "identities: 0 imported, 2 were there already, 0 refused");
    assertThat(login("bob@dump.org").getString("role")).isEqualTo("member");
  }

  @Test
  void insertsOfTheSupabaseCliAreRead() throws IOException {
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();
    String tuple =
        "\t('00000000-0000-0000-0000-000000000000', '%s', 'authenticated', 'authenticated', '%s',"
            + " '%s', NULL, '{\"provider\": \"email\", \"providers\": [\"email\"]}', %s, NULL,"
            + " '2024-01-02 03:04:05+00', '2024-01-02 03:04:05+00', DEFAULT, '')";
    String dump =
        "INSERT INTO \"auth\".\"users\" ("
            + COLUMNS.replace("aud", "\"aud\"")
            + ") VALUES\n"
            + tuple.formatted(first, "first@cli.org", hash, "'{\"a\": \"it''s; (fine)\\nhere\"}'")
            + ",\n"
            + tuple.formatted(second, "second@cli.org", hash, "E'{\"a\": \"x\\\\\\\\y\"}'")
            + " ON CONFLICT DO NOTHING;\n";

    assertThat(run("cli.sql", dump)).isTrue();
    assertThat(lines)
        .contains(
            "users: 2 imported, 0 were there already, 0 refused",
            "identities: 2 imported, 0 were there already, 0 refused");
    assertThat(
            database.query(
                "select raw_user_meta_data ->> 'a' from auth.users where email like '%@cli.org'"
                    + " order by email"))
        .containsExactly("it's; (fine)\nhere", "x\\y");
  }

  @Test
  void csvAsPostgresqlWritesItIsRead() throws IOException {
    UUID id = UUID.randomUUID();
    String csv =
        "id,email,encrypted_password,email_confirmed_at,raw_user_meta_data,phone\r\n"
            + "%s,csv@example.org,%s,2024-01-02 03:04:05+00,\"{\"\"name\"\": \"\"A,\nB\"\"}\",\r\n"
                .formatted(id, hash)
            + "%s,,,,,4915112345678\n".formatted(UUID.randomUUID());

    assertThat(run("users.csv", csv.replace("A,\nB", "A,B"))).isTrue();
    JsonObject user = login("csv@example.org");
    assertThat(user.getJsonObject("user_metadata").getString("name")).isEqualTo("A,B");
    assertThat(user.getJsonArray("identities").getJsonObject(0).getString("provider"))
        .isEqualTo("email");
    assertThat(database.query("select email is null from auth.users where phone = '4915112345678'"))
        .containsExactly("t");
  }

  @Test
  void jsonLinesAreRowsOrUsersOfTheApi() throws IOException {
    UUID api = UUID.randomUUID();
    String json =
        """
        {"id":"%s","email":"api@example.org","phone":"","password_hash":"%s","email_confirmed_at":"2024-01-02T03:04:05Z","app_metadata":{"provider":"email","providers":["email"],"plan":"gold"},"user_metadata":{"n":1},"identities":[{"identity_id":"%s","id":"%s","user_id":"%s","identity_data":{"sub":"x","email":"api@example.org"},"provider":"email"}],"factors":[]}

        {"id":"%s","email":"row@example.org","encrypted_password":"%s","email_confirmed_at":"2024-01-02T03:04:05Z","raw_app_meta_data":null,"unknown_column":[1]}
        """
            .formatted(api, hash, UUID.randomUUID(), api, api, UUID.randomUUID(), hash);

    assertThat(run("users.jsonl", json)).isTrue();
    JsonObject user = login("api@example.org");
    assertThat(user.getJsonObject("app_metadata").getString("plan")).isEqualTo("gold");
    assertThat(user.getJsonArray("identities")).hasSize(1);
    assertThat(login("row@example.org").getJsonObject("app_metadata").getString("provider"))
        .isEqualTo("email");
  }

  @Test
  void whatCannotBeTakenOverIsNamedAndTheRestIs() throws IOException {
    auth.newUser("taken@example.org");
    UUID good = UUID.randomUUID();
    String json =
        """
        {"email":"noid@example.org"}
        {"id":"not a uuid secret","email":"badid@example.org"}
        {"id":"%s","email":"Taken@example.org"}
        {broken
        {"id":"%s","email":"%s"}
        {"id":"%s","email":"odd@example.org","encrypted_password":"{SSHA}abc"}
        {"provider_id":"p","user_id":"%s","provider":"google","identity_data":{"sub":"p"}}
        {"id":"%s","email":"good@example.org","encrypted_password":"%s","email_confirmed_at":"2024-01-02T03:04:05Z"}
        """
            .formatted(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "x".repeat(300) + "@example.org",
                UUID.randomUUID(),
                UUID.randomUUID(),
                good,
                hash);

    assertThat(run("bad.jsonl", json)).isFalse();
    assertThat(lines)
        .anySatisfy(line -> assertThat(line).isEqualTo("line 1: the user has no id"))
        .anySatisfy(line -> assertThat(line).startsWith("line 2: the user can't be stored"))
        .anySatisfy(line -> assertThat(line).startsWith("line 3: ").contains("of another one"))
        .anySatisfy(line -> assertThat(line).startsWith("line 4: the user can't be stored"))
        .anySatisfy(line -> assertThat(line).startsWith("line 5: the user can't be stored"))
        .anySatisfy(line -> assertThat(line).startsWith("line 6: ").contains("must be reset"))
        .anySatisfy(line -> assertThat(line).isEqualTo("line 7: the identity's user isn't there"))
        .noneSatisfy(line -> assertThat(line).contains("secret"))
        .noneSatisfy(line -> assertThat(line).contains("SSHA"));
    assertThat(login("good@example.org").getString("id")).isEqualTo(good.toString());
  }

  @Test
  void whatIsNoSuchFileIsSaidSo() throws IOException {
    assertThat(run("array.json", "[{\"id\":1}]")).isFalse();
    assertThat(lines.get(0)).contains("one object a line");
    assertThat(run("other.sql", "create table x ();")).isFalse();
    assertThat(lines.get(0)).contains("no rows of schema auth");
    assertThat(run("other.csv", "a,b\n1,2\n")).isFalse();
    assertThat(lines.get(0)).contains("neither the columns of auth.users");
    assertThat(run("torn.sql", "COPY auth.users (id) FROM stdin;\n")).isFalse();
    assertThat(lines.get(0)).contains("ends in the middle");
    assertThat(run("torn.csv", "id,email\n\"x")).isFalse();
    assertThat(lines.get(0)).contains("never closed");
    assertThat(run("short.csv", "id,email\nx\n")).isFalse();
    assertThat(lines.get(0)).contains("line 2 has 1 values for 2 columns");
  }
}
