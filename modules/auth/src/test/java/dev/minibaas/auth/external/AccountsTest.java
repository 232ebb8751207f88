package dev.minibaas.auth.external;

import static dev.minibaas.auth.Refusals.assertRefused;
import static dev.minibaas.auth.external.ExternalFixture.acme;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.entity.OneTimeTokenType;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.external.ExternalFixture.Landed;
import dev.minibaas.auth.provider.OidcServer;
import dev.minibaas.auth.provider.OidcServer.Person;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.user.Identity;
import dev.minibaas.auth.user.User;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whose account a provider's user gets into. */
@ExtendWith(PostgresExtension.class)
class AccountsTest {
  private static final String UNVERIFIED = "access_denied provider_email_needs_verification";

  private final TestDatabase database;
  private final OidcServer server = new OidcServer();
  private final ExternalFixture external;
  private final ExternalFixture confirming;

  AccountsTest(TestDatabase database) {
    this.database = database;
    this.external = new ExternalFixture(database, acme(server));
    this.confirming =
        new ExternalFixture(database, acme(server, "GOTRUE_MAILER_AUTOCONFIRM", "true"));
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  private Landed visit(String subject, @Nullable String email, @Nullable Boolean verified) {
    return external.visit(server, new Person(subject, email, verified));
  }

  private static User userOf(ExternalFixture site, Landed landed) {
    return site.auth.bearers.of(landed.bearing()).user();
  }

  private List<String> providersOf(String email) {
    return external.user(email).identities().stream().map(Identity::provider).sorted().toList();
  }

  @Test
  void aVerifiedAddressOpensTheAccountThatHasIt() {
    UUID owner =
        UUID.fromString(
            confirming.auth.newUser("linked@example.org").getJsonObject("user").getString("id"));

    Landed landed = visit("s-linked", "Linked@Example.org", true);

    assertThat(userOf(external, landed).id()).isEqualTo(owner);
    assertThat(providersOf("linked@example.org")).containsExactly("acme", "email");
    assertThat(userOf(external, landed).appMetadata().getJsonArray("providers").toString())
        .isEqualTo("[\"email\",\"acme\"]");
    assertThat(confirming.auth.login("linked@example.org").getString("access_token"))
        .as("a confirmed account keeps its password")
        .isNotEmpty();
  }

  @Test
  void anUnverifiedAddressOpensNothingOfAnothers() {
    confirming.auth.newUser("victim@example.org");

    Landed landed = visit("s-attacker", "victim@example.org", false);

    assertThat(landed.error()).isEqualTo(UNVERIFIED);
    assertThat(providersOf("victim@example.org")).containsExactly("email");
    assertThat(external.asked()).doesNotContain("victim@example.org true");
    assertThat(visit("s-attacker2", "victim@example.org", null).error()).isEqualTo(UNVERIFIED);
  }

  @Test
  void noSettingMakesAnUnverifiedAddressOpenAnothersAccount() {
    UUID owner =
        UUID.fromString(
            confirming.auth.newUser("target@example.org").getJsonObject("user").getString("id"));

    Landed landed = confirming.visit(server, new Person("s-target", "target@example.org", false));

    assertThat(userOf(confirming, landed).id()).isNotEqualTo(owner);
    assertThat(userOf(confirming, landed).email()).isEmpty();
    assertThat(providersOf("target@example.org")).containsExactly("email");
  }

  @Test
  void anUnverifiedAddressThatIsFreeWaitsForItsConfirmation() {
    Landed landed = visit("s-waiting", "waiting@example.org", false);

    assertThat(landed.error()).isEqualTo(UNVERIFIED);
    assertThat(external.asked()).contains("waiting@example.org true");
    assertThat(external.user("waiting@example.org").isEmailConfirmed()).isFalse();

    assertThat(visit("s-waiting", "waiting@example.org", false).error()).isEqualTo(UNVERIFIED);
    assertThat(userOf(external, visit("s-waiting", "waiting@example.org", true)).email())
        .isEqualTo("waiting@example.org");
  }

  @Test
  void anotherAddressAtTheProviderConfirmsNotTheOneOfTheAccount() {
    visit("s-switch", "coveted@example.org", false);

    Landed landed = visit("s-switch", "own@example.org", true);

    assertThat(landed.error()).isEqualTo(UNVERIFIED);
    assertThat(external.user("coveted@example.org").isEmailConfirmed()).isFalse();
  }

  /** Somebody signs up with another's address and waits for the owner to come by a provider. */
  @Test
  void whatWasPreparedForATakeoverIsStripped() {
    external.auth.signup.signup(
        AuthFixture.credentials("prepared@example.org", AuthFixture.PASSWORD), AuthFixture.ANYBODY);
    database.execute(
        """
        update auth.users
        set phone = '15550177', phone_confirmed_at = now(),
            raw_user_meta_data = '{"evil":true}'
        where email = 'prepared@example.org'
        """);
    visit("s-evil", "elsewhere@example.org", false);
    database.execute(
        """
        insert into auth.sessions (id, user_id, created_at, updated_at)
        select gen_random_uuid(), id, now(), now()
        from auth.users where email = 'prepared@example.org'
        """);

    User owner = userOf(external, visit("s-owner", "prepared@example.org", true));

    assertThat(owner.email()).isEqualTo("prepared@example.org");
    assertThat(owner.isEmailConfirmed()).isTrue();
    assertThat(owner.phone()).isEmpty();
    assertThat(owner.passwordHash()).isEmpty();
    assertThat(owner.userMetadata()).doesNotContainKey("evil");
    assertThat(providersOf("prepared@example.org")).containsExactly("acme");
    assertThat(owner.appMetadata().getJsonArray("providers").toString()).isEqualTo("[\"acme\"]");
    assertThat(
            database.query(
                "select count(*) from auth.sessions where user_id = '" + owner.id() + "'"))
        .containsExactly("1");
    assertRefused(
        400, ErrorCode.INVALID_CREDENTIALS, () -> external.auth.login("prepared@example.org"));
  }

  /** Somebody has a provider that doesn't verify say another's address of their own account. */
  @Test
  void anUnverifiedIdentityOfAnotherDrawsNobodyIntoTheirAccount() {
    Call attacker =
        AuthFixture.call(confirming.auth.newUser("attacker@example.org").getString("access_token"));
    UUID attackerId = UUID.fromString(String.valueOf(attacker.caller().subject()));
    external.land(
        server.approve(
            external.begin(Map.of(), attackerId),
            new Person("s-bait", "owner-of-it@example.org", false)));

    User owner = userOf(external, visit("s-genuine", "owner-of-it@example.org", true));

    assertThat(owner.id()).isNotEqualTo(attackerId);
  }

  @Test
  void whoIsBannedStaysOut() {
    Landed landed = visit("s-banned", "banned-oauth@example.org", true);
    database.execute(
        "update auth.users set banned_until = now() + interval '1 day' where id = '"
            + userOf(external, landed).id()
            + "'");

    assertThat(visit("s-banned", "banned-oauth@example.org", true).error())
        .isEqualTo("access_denied user_banned");
  }

  @Test
  void whereNobodySignsUpNobodyDoesSoByAProvider() {
    ExternalFixture closed =
        new ExternalFixture(database, acme(server, "GOTRUE_DISABLE_SIGNUP", "true"));
    visit("s-known", "known@example.org", true);

    assertThat(closed.visit(server, new Person("s-new", "new@example.org", true)).error())
        .isEqualTo("access_denied signup_disabled");
    assertThat(closed.visit(server, new Person("s-known", "known@example.org", true)).fragment())
        .containsKey("access_token");
  }

  @Test
  void withoutAnAddressOnlyWhereItIsOptional() {
    ExternalFixture optional =
        new ExternalFixture(database, acme(server, "GOTRUE_EXTERNAL_ACME_EMAIL_OPTIONAL", "true"));

    assertThat(visit("s-no-mail", null, null).error())
        .isEqualTo("server_error email_address_not_provided");
    Landed landed = optional.visit(server, new Person("s-no-mail", null, null));
    assertThat(userOf(optional, landed).email()).isEmpty();
    assertThat(optional.visit(server, new Person("s-no-mail", null, null)).fragment())
        .containsKey("access_token");
  }

  @Test
  void anAddressThatIsNoneCountsAsNone() {
    assertThat(visit("s-odd", "not an address", true).error())
        .isEqualTo("server_error email_address_not_provided");
    assertThat(visit("s-odd2", "a@example.org\u0000", true).error())
        .isEqualTo("server_error email_address_not_provided");
  }

  @Test
  void anIdentityIsAddedToWhoAsksForItSignedIn() {
    Call call =
        AuthFixture.call(confirming.auth.newUser("asking@example.org").getString("access_token"));
    UUID id = UUID.fromString(String.valueOf(call.caller().subject()));
    Landed landed =
        external.land(
            server.approve(
                external.begin(Map.of(), id), new Person("s-other", "other@example.org", true)));

    assertThat(userOf(external, landed).id()).isEqualTo(id);
    assertThat(providersOf("asking@example.org")).containsExactly("acme", "email");
    assertThat(
            external
                .land(
                    server.approve(
                        external.begin(Map.of(), id),
                        new Person("s-other", "other@example.org", true)))
                .error())
        .isEqualTo("server_error identity_already_exists");
    Call other =
        AuthFixture.call(confirming.auth.newUser("second@example.org").getString("access_token"));
    assertThat(
            external
                .land(
                    server.approve(
                        external.begin(
                            Map.of(), UUID.fromString(String.valueOf(other.caller().subject()))),
                        new Person("s-other", "other@example.org", true)))
                .error())
        .isEqualTo("server_error identity_already_exists");
    assertThat(providersOf("second@example.org")).containsExactly("email");
  }

  @Test
  void anAnonymousUserBecomesSomebodyByLinking() {
    Call call =
        AuthFixture.call(
            external
                .auth
                .signup
                .signup(AuthFixture.body("{}"), AuthFixture.ANYBODY)
                .getString("access_token"));
    UUID id = UUID.fromString(String.valueOf(call.caller().subject()));
    Landed landed =
        external.land(
            server.approve(
                external.begin(Map.of(), id), new Person("s-anon", "anon@example.org", true)));

    assertThat(userOf(external, landed).id()).isEqualTo(id);
    assertThat(userOf(external, landed).anonymous()).isFalse();
    assertThat(userOf(external, landed).email()).isEqualTo("anon@example.org");
  }

  @Test
  void anInvitationIsAcceptedByAProviderWithTheInvitedAddress() {
    external.auth.signup.signup(
        AuthFixture.credentials("invited@example.org", AuthFixture.PASSWORD), AuthFixture.ANYBODY);
    UUID id = external.user("invited@example.org").id();
    String token =
        external
            .auth
            .transactions
            .in(tx ->
                external.tokens.issue(
                    tx, id, OneTimeTokenType.CONFIRMATION_TOKEN, "invited@example.org", false))
            .hash();

    assertThat(
            external
                .land(
                    server.approve(
                        external.begin(Map.of("invite_token", token)),
                        new Person("s-wrong", "wrong@example.org", true)))
                .error())
        .isEqualTo("invalid_request validation_failed");
    Landed landed =
        external.land(
            server.approve(
                external.begin(Map.of("invite_token", token)),
                new Person("s-invited", "invited@example.org", false)));
    assertThat(userOf(external, landed).id()).isEqualTo(id);
    assertThat(userOf(external, landed).isEmailConfirmed()).isTrue();
    assertThat(userOf(external, landed).passwordHash()).isEmpty();
  }

  @Test
  void identitiesAreRemovedButNotTheLast() {
    Call call =
        AuthFixture.call(confirming.auth.newUser("unlink@example.org").getString("access_token"));
    UUID id = UUID.fromString(String.valueOf(call.caller().subject()));
    external.land(
        server.approve(
            external.begin(Map.of(), id), new Person("s-unlink", "unlinked@example.org", true)));
    Call other =
        AuthFixture.call(
            confirming.auth.newUser("unlink-not@example.org").getString("access_token"));
    User user = external.user("unlink@example.org");
    String email = identity(user, "email");
    String acme = identity(user, "acme");

    assertRefused(
        422,
        ErrorCode.SINGLE_IDENTITY_NOT_DELETABLE,
        () -> external.linking.unlink(acme, external.auth.bearers.of(other), other));
    assertRefused(
        422,
        ErrorCode.IDENTITY_NOT_FOUND,
        () ->
            external.linking.unlink(
                UUID.randomUUID().toString(), external.auth.bearers.of(call), call));
    assertRefused(
        404,
        ErrorCode.VALIDATION_FAILED,
        () -> external.linking.unlink("no-uuid", external.auth.bearers.of(call), call));
    external.linking.unlink(email, external.auth.bearers.of(call), call);
    User after = external.auth.bearers.of(call).user();
    assertThat(after.email()).isEqualTo("unlinked@example.org");
    assertThat(after.identities()).hasSize(1);
    assertRefused(
        422,
        ErrorCode.SINGLE_IDENTITY_NOT_DELETABLE,
        () -> external.linking.unlink(acme, external.auth.bearers.of(call), call));
  }

  @Test
  void anUnverifiedIdentityLeavesNoAddressBehind() {
    Call call =
        AuthFixture.call(confirming.auth.newUser("drop@example.org").getString("access_token"));
    UUID id = UUID.fromString(String.valueOf(call.caller().subject()));
    external.land(
        server.approve(
            external.begin(Map.of(), id), new Person("s-drop", "coveted2@example.org", false)));

    external.linking.unlink(
        identity(external.user("drop@example.org"), "email"), external.auth.bearers.of(call), call);
    assertThat(external.auth.bearers.of(call).user().email()).isEmpty();
    assertThat(external.auth.bearers.of(call).user().isEmailConfirmed()).isFalse();
  }

  @Test
  void switchedOffLinkingIsNotThere() {
    ManualLinking off = new ManualLinking(false, external.auth.transactions, new Audit());

    assertRefused(404, ErrorCode.MANUAL_LINKING_DISABLED, off::refuseDisabled);
  }

  private static String identity(User user, String provider) {
    return user.identities().stream()
        .filter(identity -> identity.provider().equals(provider))
        .findFirst()
        .orElseThrow()
        .id()
        .toString();
  }
}
