package dev.minibaas.auth.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectsTest {
  private static final String SITE = "https://app.example.org/start";
  private final Redirects redirects =
      new Redirects(
          SITE,
          List.of(
              "https://*.preview.example.com/**",
              "https://{a,b}.example.net/ok?",
              "com.example.app://login",
              "https://[a-c]x.example.net/"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.org/",
        "https://APP.example.org:8443/x?y=z#f",
        "https://one.preview.example.com/a/b.html?x=1",
        "https://a.example.net/ok1",
        "https://b.example.net/okz?next=https://evil.example",
        "https://bx.example.net/",
        "com.example.app://login?x=1",
        "http://127.0.0.1:3000/cb",
        "http://[::1]:3000/cb"
      })
  void theSiteAndWhatIsAllowed(String address) {
    assertThat(redirects.choose(new Referrer(address, ""))).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/relative",
        "//evil.example/x",
        "http://app.example.org/",
        "https://app.example.org.evil.example/",
        "https://app.example.org@evil.example/",
        "https://evil.example/https://app.example.org/",
        "https://evil.example?x=.preview.example.com/",
        "https://evil#.preview.example.com/",
        "https://evil?.preview.example.com/x",
        "https://one.two.preview.example.com/x",
        "https://evil.example\\.preview.example.com/x",
        "https://a.example.net/ok",
        "https://a.example.net/ok/",
        "https://dx.example.net/",
        "javascript://app.example.org/%0aalert(1)",
        "javascript:alert(1)",
        "data:text/html,x",
        "com.example.app://login2",
        "http://192.168.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "ftp://127.0.0.1/",
        "https://app.example.org/\r\nSet-Cookie: x=1",
        "https://app.example.org/ space"
      })
  void everythingElseIsTheSite(String address) {
    assertThat(redirects.choose(new Referrer(address, ""))).isEqualTo(SITE);
  }

  @Test
  void thePageItselfIsTheSecondWish() {
    assertThat(redirects.choose(new Referrer("https://evil.example/", "https://app.example.org/p")))
        .isEqualTo("https://app.example.org/p");
    assertThat(redirects.choose(Referrer.NONE)).isEqualTo(SITE);
  }

  @ParameterizedTest
  @CsvSource({
    "https://*, https://x, true",
    "https://*, https://x/, false",
    "https://**, https://x.y/z, true",
    "http://localhost:*, http://localhost:3000, true",
    "'a{b,c*}d', acxd, true",
    "'a{b,c*}d', axd, false",
    "a[!b]c, axc, true",
    "a[!b]c, abc, false",
    "'a,b', 'a,b', true",
    "'a\\*b', 'a*b', true",
    "'a\\*b', 'axb', false",
    "'a(b', 'a(b', true"
  })
  void globs(String glob, String text, boolean matches) {
    assertThat(Glob.of(glob).matches(text)).isEqualTo(matches);
  }
}
