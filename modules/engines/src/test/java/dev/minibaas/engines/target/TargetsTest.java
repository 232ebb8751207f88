package dev.minibaas.engines.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minibaas.engines.target.Target.File;
import dev.minibaas.engines.target.Target.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
  private static final String TENANT = "11111111-1111-4111-8111-111111111111";

  @TempDir private Path directory;

  private Targets targets(String... allowed) {
    return new Targets(policy(allowed));
  }

  private TargetPolicy policy(String... allowed) {
    return new TargetPolicy(List.of(allowed), Optional.of(directory.toAbsolutePath()), 1L << 20);
  }

  private Targets resolving(String literal, String... allowed) {
    return new Targets(policy(allowed), host -> List.of(InetAddress.getByName(literal)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "169.254.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "192.0.2.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "fdff::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "100::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "::10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::1",
        "2002:a9fe:a9fe::1",
        "2002:c0a8:101::",
        "::ffff:0:127.0.0.1"
      })
  void an_address_that_is_not_public_is_refused(String address) {
    assertThatThrownBy(() -> resolving(address).addresses("db.example.com"))
        .isInstanceOf(InvalidTarget.class)
        .hasMessageContaining("isn't permitted")
        .hasMessageNotContaining(address + " ");
    String literal = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    assertThatThrownBy(
            () -> {
              Targets targets = targets();
              targets.check(
                  targets.parse(
                      EngineKind.POSTGRESQL, "postgresql://u:p@" + literal + "/d", TENANT));
            })
        .isInstanceOf(InvalidTarget.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "1.1.1.1",
        "172.15.255.255",
        "172.32.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "169.253.0.1",
        "192.167.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450::1",
        "64:ff9b::808:808",
        "2002:808:808::1"
      })
  void a_public_address_is_permitted(String address) {
    assertThat(resolving(address).addresses("db.example.com")).hasSize(1);
  }

  @Test
  void one_bad_address_among_good_ones_is_enough() {
    Targets targets =
        new Targets(
            policy(),
            host -> List.of(InetAddress.getByName("8.8.8.8"), InetAddress.getByName("10.0.0.1")));
    assertThatThrownBy(() -> targets.addresses("x.example")).isInstanceOf(InvalidTarget.class);
  }

  @Test
  void networks_of_the_operator_are_open_and_their_neighbours_are_not() {
    assertThat(resolving("10.1.2.3", "10.1.0.0/16").addresses("x")).hasSize(1);
    assertThat(resolving("64:ff9b::a01:203", "10.1.0.0/16").addresses("x")).hasSize(1);
    assertThat(resolving("fd12::1", "fd12::/16").addresses("x")).hasSize(1);
    assertThatThrownBy(() -> resolving("10.2.2.3", "10.1.0.0/16").addresses("x"))
        .isInstanceOf(InvalidTarget.class);
  }

  @Test
  void metadata_addresses_need_an_entry_of_their_own() {
    for (String wide : List.of("0.0.0.0/0", "169.254.0.0/16", "169.254.169.254/31")) {
      assertThatThrownBy(() -> resolving("169.254.169.254", wide).addresses("x"))
          .isInstanceOf(InvalidTarget.class);
    }
    assertThat(resolving("169.254.169.254", "169.254.169.254").addresses("x")).hasSize(1);
  }

  @Test
  void a_name_without_an_address_is_not_known() {
    Targets targets =
        new Targets(
            policy(),
            host -> {
              throw new UnknownHostException(host);
            });
    assertThatThrownBy(() -> targets.addresses("secret-host"))
        .isInstanceOf(InvalidTarget.class)
        .hasMessageNotContaining("secret-host");
    assertThatThrownBy(() -> new Targets(policy(), host -> List.of()).addresses("x"))
        .isInstanceOf(InvalidTarget.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2130706433", "0x7f000001", "0x7f.1", "127.1", "127.0.1", "0177.0.0.1", "127.0.0.01",
        "127.0.0.1.", "1.2.3", "1.2.3.4.5", "256.1.1.1", "017700000001", "0x7f.0.0.1", "10.0.0.0x1"
      })
  void a_number_that_is_no_dotted_address_is_refused(String host) {
    assertThatThrownBy(() ->
            targets("0.0.0.0/0")
                .parse(EngineKind.POSTGRESQL, "postgresql://u:p@" + host + ":5432/d", TENANT))
        .isInstanceOf(InvalidTarget.class)
        .hasMessageContaining("four decimal numbers");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql | postgresql://u:p@h/d?socketFactory=evil
          postgresql | postgresql://u:p@h/d?socketfactoryarg=x
          postgresql | postgresql://u:p@h/d?sslfactory=org.x.Y
          postgresql | postgresql://u:p@h/d?loggerFile=/tmp/x
          postgresql | postgresql://u:p@h/d?authenticationPluginClassName=x
          postgresql | postgresql://u:p@h/d?options=-c%20role=x
          postgresql | postgresql://u:p@h/d?sslmode=weird
          postgresql | postgresql://u:p@h/d?sslrootcert=/etc/passwd
          postgresql | postgresql://u:p@h/d?currentSchema=a,b
          postgresql | postgresql://u:p@h/d?sslmode=require&sslmode=disable
          postgresql | postgresql://u:p@h/d?SSLMODE=require&sslmode=disable
          postgresql | postgresql://u:p@h/d?%73ocketFactory=evil
          postgresql | postgresql://u:p@a,b/d
          postgresql | postgresql://u:p@h:1@127.0.0.1/d
          postgresql | postgresql://u:p@h#@127.0.0.1/d
          postgresql | postgresql://u:p@h\\@127.0.0.1/d
          postgresql | postgresql://u:p@h%2f127.0.0.1/d
          postgresql | postgresql://u:p@h/d/../e
          postgresql | postgresql://u:p@h:0/d
          postgresql | postgresql://u:p@h:65536/d
          postgresql | postgresql://u:p@h:99999999999/d
          postgresql | postgresql://u:p@h/
          postgresql | postgresql://u:p@h
          postgresql | postgresql:///d
          postgresql | postgresql://%2Fvar%2Frun/d
          postgresql | postgresql://u:%zz@h/d
          postgresql | postgresql://u:%00@h/d
          postgresql | postgresql://u:p@[::1%25eth0]/d
          postgresql | mysql://u:p@h/d
          postgresql | http://h/d
          postgresql | file:///etc/passwd
          mysql      | mysql://u:p@h/d?allowLoadLocalInfile=true
          mysql      | mysql://u:p@h/d?allowLocalInfile=true
          mysql      | mysql://u:p@h/d?allowUrlInLocalInfile=true
          mysql      | mysql://u:p@h/d?autoDeserialize=true
          mysql      | mysql://u:p@h/d?queryInterceptors=com.x.Y
          mysql      | mysql://u:p@h/d?socketFactory=x
          mysql      | mysql://u:p@h/d?permitRedirect=true
          mysql      | mysql://u:p@h/d?allowMultiQueries=true
          mysql      | mysql://u:p@h/d?initSql=x
          mysql      | mysql://u:p@h/d?pipe=x
          mysql      | mysql://u:p@h/d?localSocket=/tmp/x
          mysql      | mysql://u:p@h/d%3FallowLocalInfile=true
          mysql      | mysql://address=(host=127.0.0.1)/d
          mysql      | jdbc:mysql:loadbalance://a,b/d
          mongodb    | mongodb+srv://u:p@h/d
          mongodb    | mongodb://u:p@h/d?authMechanism=MONGODB-AWS
          mongodb    | mongodb://u:p@h/d?authMechanism=MONGODB-OIDC
          mongodb    | mongodb://u:p@h/d?authMechanism=GSSAPI
          mongodb    | mongodb://u:p@h/d?tlsInsecure=true
          mongodb    | mongodb://u:p@h/d?proxyHost=127.0.0.1
          mongodb    | mongodb://u:p@h/d?srvServiceName=x
          mongodb    | mongodb://%2Ftmp%2Fmongo.sock/d
          mongodb    | mongodb://a,b,c,d,e,f,g,h/d
          redis      | redis://h/0?x=y
          redis      | redis://h/EVAL
          redis      | redis://h/-1
          redis      | unix:///tmp/redis.sock
          redis      | redis://u:p%0d%0aCONFIG@h/0
          sqlite     | sqlite:../other.db
          sqlite     | sqlite:/etc/passwd
          sqlite     | sqlite:///etc/passwd
          sqlite     | sqlite:a/b.db
          sqlite     | sqlite:a.db?enable_load_extension=true
          sqlite     | sqlite::memory:
          sqlite     | sqlite:file:a.db
          sqlite     | sqlite:..
          sqlite     | sqlite:.hidden
          sqlite     | sqlite:a.txt
          sqlite     | sqlite:
          sqlite     | sqlite:a%2f..%2fb.db
          sqlite     | jdbc:sqlite::resource:http://127.0.0.1/x
          """)
  void a_connection_string_says_nothing_but_what_it_may(String engine, String text) {
    InvalidTarget refused =
        catchThrowableOfType(
            InvalidTarget.class,
            () -> targets("0.0.0.0/0").parse(EngineKind.of(engine), text, TENANT));
    assertThat(refused).as(text).isNotNull();
    assertThat(refused.getMessage()).doesNotContain("evil").doesNotContain("passwd");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql | postgres://u:p@db.example.com/d                              | db.example.com  | 5432  | d
          postgresql | jdbc:postgresql://u:p%40ss@[2606:4700::1]:6432/d?sslmode=verify-full | 2606:4700::1 | 6432 | d
          mysql      | mysql://u:p@db.example.com/d?sslMode=VERIFY_IDENTITY         | db.example.com  | 3306  | d
          mysql      | mariadb://u@db.example.com:3307/d-1                          | db.example.com  | 3307  | d-1
          mongodb    | mongodb://u:p@a.example.com:27018,b.example.com/d?replicaSet=rs0&authSource=admin | a.example.com | 27018 | d
          redis      | rediss://:p@r.example.com                                    | r.example.com   | 6379  |
          redis      | redis://r.example.com:7000/3                                 | r.example.com   | 7000  | 3
          """)
  void a_connection_string_is_read(
      String engine, String text, String host, int port, String database) {
    Server server = (Server) targets().parse(EngineKind.of(engine), text, TENANT);
    assertThat(server.endpoint()).isEqualTo(new Endpoint(host, port));
    assertThat(server.database()).isEqualTo(database == null ? "" : database);
    assertThat(server.toString()).doesNotContain("p%40ss").doesNotContain("p@ss");
  }

  @Test
  void a_file_lies_in_its_tenants_folder() {
    File file = (File) targets().parse(EngineKind.SQLITE, "sqlite:shop.db", TENANT);
    assertThat(file.path()).isEqualTo(directory.resolve(TENANT).resolve("shop.db"));
    targets().check(file);
    for (String tenant : List.of("..", "a/b", "", ".", "a b")) {
      assertThatThrownBy(() -> targets().parse(EngineKind.SQLITE, "sqlite:shop.db", tenant))
          .isInstanceOf(InvalidTarget.class);
    }
  }

  @Test
  void a_link_in_the_place_of_a_file_or_folder_is_refused() throws IOException {
    Path elsewhere = Files.createFile(directory.resolve("elsewhere.db"));
    Path folder = Files.createDirectories(directory.resolve(TENANT));
    Files.createSymbolicLink(folder.resolve("link.db"), elsewhere);
    assertThatThrownBy(
            () -> targets().check(targets().parse(EngineKind.SQLITE, "sqlite:link.db", TENANT)))
        .isInstanceOf(InvalidTarget.class);
    Files.createSymbolicLink(directory.resolve("other-tenant"), folder);
    assertThatThrownBy(() ->
            targets().check(targets().parse(EngineKind.SQLITE, "sqlite:a.db", "other-tenant")))
        .isInstanceOf(InvalidTarget.class);
  }

  @Test
  void without_a_directory_there_is_no_sqlite() {
    Targets targets = new Targets(new TargetPolicy(List.of(), Optional.empty(), 1));
    assertThatThrownBy(() -> targets.parse(EngineKind.SQLITE, "sqlite:a.db", TENANT))
        .isInstanceOf(InvalidTarget.class)
        .hasMessageContaining("SQLITE_DIRECTORY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "example.com", "10.0/8", "", "::/129"})
  void a_network_that_is_none_is_named(String text) {
    assertThatThrownBy(() -> policy(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
