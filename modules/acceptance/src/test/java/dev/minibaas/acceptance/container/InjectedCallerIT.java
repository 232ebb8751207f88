package dev.minibaas.acceptance.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.web.RequestIds;
import jakarta.inject.Inject;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs inside the server, in a request of its own without any token. */
@Tag("container")
@ExtendWith(ArquillianExtension.class)
@SuppressWarnings("NullAway.Init")
class InjectedCallerIT {
  @Inject private Caller caller;
  @Inject private JsonWebToken token;

  @Deployment
  static WebArchive probe() {
    return Probe.war();
  }

  @Test
  void a_request_without_a_token_is_anonymous() {
    assertThat(caller.role()).isEqualTo("anon");
    assertThat(caller.subject()).isNull();
    assertThat(caller.isService()).isFalse();
  }

  @Test
  void the_standard_type_is_the_same_caller() {
    assertThat(token).isEqualTo(caller);
    assertThat(token.getGroups()).containsExactly("anon");
    assertThat(token.getName()).isEqualTo("anon");
  }

  @Test
  void the_request_has_an_id() {
    assertThat(RequestIds.current()).isNotEqualTo("-");
  }
}
