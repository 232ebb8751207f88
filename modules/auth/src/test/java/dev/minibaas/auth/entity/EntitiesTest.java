package dev.minibaas.auth.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.sql.DatabaseFailure;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class EntitiesTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private static final JsonObject JSON =
      JsonValues.object().add("a", JsonValues.object().add("b", 1)).build();

  private final TestDatabase database;
  private final AuthFixture auth;

  EntitiesTest(TestDatabase database) {
    this.database = database;
    this.auth = new AuthFixture(database);
  }

  private <T> T in(Function<Tx, T> work) {
    return auth.transactions.in(work);
  }

  private <T> T written(T entity) {
    return in(tx -> {
      tx.entities().persist(entity);
      return entity;
    });
  }

  private <T> T read(Class<T> type, Object id) {
    return in(tx -> tx.entities().find(type, id));
  }

  private UserEntity newUser() {
    UserEntity user = new UserEntity(UUID.randomUUID(), "authenticated", "authenticated");
    user.setEmail(user.id() + "@example.org");
    user.setAppMetadata(JSON);
    user.setBannedUntil(NOW);
    return written(user);
  }

  @Test
  void aUserIsReadAsItWasWritten() {
    UserEntity written = newUser();
    UserEntity user = read(UserEntity.class, written.id());

    assertThat(user.email()).isEqualTo(written.email());
    assertThat(user.appMetadata()).isEqualTo(JSON);
    assertThat(user.userMetadata()).isNull();
    assertThat(user.bannedUntil()).isEqualTo(NOW);
    assertThat(user.createdAt()).isEqualTo(written.createdAt());
    assertThat(user.confirmationToken()).isEmpty();
    assertThat(user.confirmedAt()).isNull();
    assertThat(user.sso()).isFalse();
  }

  @Test
  void whatTheDatabaseGeneratesIsRead() {
    UserEntity written = newUser();
    in(tx -> {
      UserEntity user = tx.entities().find(UserEntity.class, written.id());
      user.setEmailConfirmedAt(NOW);
      return user;
    });
    assertThat(read(UserEntity.class, written.id()).confirmedAt()).isEqualTo(NOW);
    IdentityEntity identity =
        written(
            new IdentityEntity(
                written.id(),
                "google",
                written.id() + "@google",
                JsonValues.object().add("email", "Ada@Example.org").build()));
    assertThat(read(IdentityEntity.class, identity.id()).email()).isEqualTo("ada@example.org");
  }

  @Test
  void eachOtherTableIsReadAsItWasWritten() {
    UUID userId = newUser().id();
    SessionEntity session = new SessionEntity(UUID.randomUUID(), userId, Aal.AAL2);
    session.setIp("192.0.2.1");
    session.setRefreshedAt(LocalDateTime.ofInstant(NOW, ZoneOffset.UTC));
    session.setRefreshTokenCounter(7L);
    written(session);
    SessionEntity readSession = read(SessionEntity.class, session.id());
    assertThat(readSession.aal()).isEqualTo(Aal.AAL2);
    assertThat(readSession.ip()).isEqualTo("192.0.2.1");
    assertThat(readSession.refreshedAt()).isEqualTo(session.refreshedAt());
    assertThat(readSession.refreshTokenCounter()).isEqualTo(7L);

    RefreshTokenEntity token =
        written(new RefreshTokenEntity(userId.toString(), userId, session.id(), null));
    assertThat(read(RefreshTokenEntity.class, token.id()).sessionId()).isEqualTo(session.id());

    AmrClaimEntity claim = written(new AmrClaimEntity(session.id(), "otp"));
    assertThat(read(AmrClaimEntity.class, claim.id()).updatedAt()).isEqualTo(claim.updatedAt());

    FactorEntity factor = new FactorEntity(userId, FactorType.WEBAUTHN, "key");
    factor.setWebAuthnCredential(JSON);
    factor.setWebAuthnAaguid(userId);
    written(factor);
    FactorEntity readFactor = read(FactorEntity.class, factor.id());
    assertThat(readFactor.type()).isEqualTo(FactorType.WEBAUTHN);
    assertThat(readFactor.isVerified()).isFalse();
    assertThat(readFactor.webAuthnCredential()).isEqualTo(JSON);
    assertThat(readFactor.webAuthnAaguid()).isEqualTo(userId);

    ChallengeEntity challenge = written(new ChallengeEntity(factor.id(), "2001:db8::1", NOW));
    assertThat(read(ChallengeEntity.class, challenge.id()).ipAddress()).isEqualTo("2001:db8::1");

    OneTimeTokenEntity oneTime =
        written(
            new OneTimeTokenEntity(
                userId,
                OneTimeTokenType.RECOVERY_TOKEN,
                "hash",
                "ada@example.org",
                LocalDateTime.ofInstant(NOW, ZoneOffset.UTC)));
    assertThat(read(OneTimeTokenEntity.class, oneTime.id()).createdAt())
        .isEqualTo(oneTime.createdAt());

    FlowStateEntity flow =
        written(new FlowStateEntity("email", "otp", CodeChallengeMethod.S256, "challenge"));
    assertThat(read(FlowStateEntity.class, flow.id()).codeChallengeMethod())
        .isEqualTo(CodeChallengeMethod.S256);

    AuditLogEntity entry = written(new AuditLogEntity(JSON, "192.0.2.1", NOW));
    assertThat(read(AuditLogEntity.class, entry.id()).payload()).isEqualTo(JSON);

    WebAuthnCredentialEntity credential =
        written(new WebAuthnCredentialEntity(userId, bytes(userId), new byte[] {1, 2, 3}));
    WebAuthnCredentialEntity readCredential = read(WebAuthnCredentialEntity.class, credential.id());
    assertThat(readCredential.publicKey()).containsExactly(1, 2, 3);
    assertThat(readCredential.transports()).isEmpty();

    WebAuthnChallengeEntity ceremony =
        written(
            new WebAuthnChallengeEntity(null, "authentication", JSON, NOW, NOW.plusSeconds(60)));
    assertThat(read(WebAuthnChallengeEntity.class, ceremony.id()).sessionData()).isEqualTo(JSON);

    OutgoingMail mail = written(new OutgoingMail("ada@example.org", "s", "t", "<p>t", NOW));
    assertThat(read(OutgoingMail.class, mail.messageId()).nextAttemptAt()).isEqualTo(NOW);
  }

  private static byte[] bytes(UUID id) {
    return id.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void queriesCompareEnumerationsAndIds() {
    UUID userId = newUser().id();
    written(new FactorEntity(userId, FactorType.TOTP, "one"));
    List<FactorEntity> found =
        in(tx ->
            tx.entities()
                .createQuery(
                    "select f from FactorEntity f where f.userId = :user and f.type = :type",
                    FactorEntity.class)
                .setParameter("user", userId)
                .setParameter("type", FactorType.TOTP)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList());
    assertThat(found).hasSize(1);
  }

  @Test
  void entitiesAndStatementsShareTheTransaction() {
    UUID id = UUID.randomUUID();
    assertThatThrownBy(() ->
            in(tx -> {
              tx.entities().persist(new UserEntity(id, "a", "b"));
              assertThat(tx.change("update auth.users set role = 'c' where id = ?", id)).isOne();
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(database.query("select 1 from auth.users where id = '" + id + "'")).isEmpty();
  }

  @Test
  void aViolatedConstraintIsToldAsByAStatement() {
    UserEntity first = newUser();
    UserEntity second = new UserEntity(UUID.randomUUID(), "a", "b");
    second.setEmail(first.email());
    assertThatThrownBy(() -> written(second))
        .isInstanceOfSatisfying(
            DatabaseFailure.class, failure -> assertThat(failure.isDuplicate()).isTrue());
    assertThat(read(UserEntity.class, first.id()).email()).isEqualTo(first.email());
  }

  @Test
  void aLockedRowWaitsForTheOther() {
    UUID id = newUser().id();
    in(tx -> {
      tx.entities().find(UserEntity.class, id, LockModeType.PESSIMISTIC_WRITE);
      assertThat(
              database.query(
                  "select 1 from auth.users where id = '" + id + "' for update skip locked"))
          .isEmpty();
      return id;
    });
  }
}
