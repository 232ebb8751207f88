package dev.minibaas.auth.admin;

import static dev.minibaas.auth.AuthFixture.ADMIN;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.entity.FactorEntity;
import dev.minibaas.auth.entity.FactorStatus;
import dev.minibaas.auth.entity.FactorType;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.session.Session;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class AdminFactorsTest {
  private final AuthFixture auth;
  private final AdminFactors factors;

  AdminFactorsTest(TestDatabase database) {
    this.auth = new AuthFixture(database);
    this.factors =
        new AdminFactors(
            new AdminUsers(
                auth.config,
                auth.transactions,
                auth.passwords,
                auth.seams.audit(),
                Clock.systemUTC()),
            auth.transactions);
  }

  private record Owner(String id, String factor, JsonObject session) {}

  private Owner owner(String email) {
    JsonObject session = auth.newUser(email);
    String id = session.getJsonObject("user").getString("id");
    FactorEntity factor = new FactorEntity(UUID.fromString(id), FactorType.TOTP, "drawer");
    factor.setStatus(FactorStatus.VERIFIED);
    factor.setSecret("MZXW6");
    auth.transactions.in(tx -> {
      tx.entities().persist(factor);
      return factor;
    });
    return new Owner(id, factor.id().toString(), session);
  }

  @Test
  void factorsAreListedWithoutTheirSecrets() {
    Owner owner = owner("listed-factor@example.org");

    assertThat(factors.list(ADMIN, owner.id()))
        .singleElement()
        .satisfies(factor -> {
          assertThat(factor.asJsonObject().getString("id")).isEqualTo(owner.factor());
          assertThat(factor.asJsonObject().getString("status")).isEqualTo("verified");
          assertThat(factor.toString()).doesNotContain("secret", "MZXW6");
        });
  }

  @Test
  void aFactorIsRenamed() {
    Owner owner = owner("renamed-factor@example.org");

    assertThat(
            factors
                .update(
                    ADMIN, owner.id(), owner.factor(), AuthFixture.body("{'friendly_name':'desk'}"))
                .getString("friendly_name"))
        .isEqualTo("desk");
    assertRefused(
        400,
        ErrorCode.VALIDATION_FAILED,
        () ->
            factors.update(
                ADMIN, owner.id(), owner.factor(), AuthFixture.body("{'phone':'+15550100'}")));
  }

  @Test
  void aDeletedFactorTakesItsSessionsDown() {
    Owner owner = owner("deleted-factor@example.org");
    Call call = AuthFixture.call(owner.session().getString("access_token"));
    Session session = Objects.requireNonNull(auth.bearers.of(call).session());
    var raised =
        auth.transactions.in(
            tx -> auth.sessions.elevate(tx, session, UUID.fromString(owner.factor()), "totp"));

    assertThat(factors.delete(ADMIN, owner.id(), owner.factor()).getString("id"))
        .isEqualTo(owner.factor());
    assertThat(factors.list(ADMIN, owner.id())).isEmpty();
    assertThat(
            AuthFixture.call(auth.refresh(raised.refreshToken()).getString("access_token"))
                .caller()
                .claims())
        .containsEntry("aal", "aal1");
  }

  @Test
  void onlyAdministratorsAndOnlyTheUsersOwn() {
    Owner owner = owner("own-factor@example.org");
    Owner other = owner("other-factor@example.org");
    Call user = AuthFixture.call(owner.session().getString("access_token"));

    assertRefused(403, ErrorCode.NOT_ADMIN, () -> factors.list(user, owner.id()));
    assertRefused(403, ErrorCode.NOT_ADMIN, () -> factors.delete(user, owner.id(), owner.factor()));
    assertRefused(
        404,
        ErrorCode.MFA_FACTOR_NOT_FOUND,
        () -> factors.delete(ADMIN, owner.id(), other.factor()));
    assertRefused(
        404, ErrorCode.USER_NOT_FOUND, () -> factors.list(ADMIN, UUID.randomUUID().toString()));
    assertRefused(404, ErrorCode.VALIDATION_FAILED, () -> factors.list(ADMIN, "no-uuid"));
    assertThat(factors.list(ADMIN, other.id())).hasSize(1);
  }
}
