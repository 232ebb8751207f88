package dev.minibaas.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.Refusals;
import dev.minibaas.auth.entity.FactorEntity;
import dev.minibaas.auth.entity.FactorType;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class SessionsTest {
  private final AuthFixture auth;

  SessionsTest(TestDatabase database) {
    this.auth = new AuthFixture(database);
  }

  @Test
  void aSecondFactorRaisesItsSessionAndEndsTheOthers() {
    JsonObject other = auth.newUser("raised@example.org");
    JsonObject login = auth.login("raised@example.org");
    Bearer bearer = auth.bearers.of(AuthFixture.call(login.getString("access_token")));
    Session session = Objects.requireNonNull(bearer.session());

    SessionAnswer raised =
        auth.transactions.in(tx -> {
          FactorEntity factor =
              new FactorEntity(bearer.user().id(), FactorType.TOTP, "phone in the drawer");
          tx.entities().persist(factor);
          return auth.sessions.elevate(tx, session, factor.id(), "totp");
        });

    assertThat(raised.session().isAal2()).isTrue();
    assertThat(raised.session().id()).isEqualTo(session.id());
    assertThat(raised.session().methods())
        .extracting(Session.Method::name)
        .containsExactlyInAnyOrder("totp", "password");
    assertThat(AuthFixture.call(raised.accessToken()).caller().claims())
        .containsEntry("aal", "aal2");
    assertThat(auth.refresh(raised.refreshToken()).getString("refresh_token")).isNotEmpty();
    Refusals.assertRefused(
        400,
        ErrorCode.REFRESH_TOKEN_NOT_FOUND,
        () -> auth.refresh(other.getString("refresh_token")));
  }
}
