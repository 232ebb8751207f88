package dev.minibaas.auth.redirect;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides where a user may be sent: to the site itself, or to what the operator has allowed.
 * Anything else is silently the site. A link that we mail would else lend our name to anybody's.
 */
public final class Redirects {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /** Numbers that browsers read as addresses. */
  private static final Pattern NUMBER =
      Pattern.compile("(?i)(0x[0-9a-f]*|[0-9]+)(\\.(0x[0-9a-f]*|[0-9]+))*\\.?");

  private static final int MAX_LENGTH = 2048;

  private final String siteUrl;
  private final URI site;
  private final List<Glob> allowed;

  public Redirects(String siteUrl, List<String> allowed) {
    this.siteUrl = siteUrl;
    this.site = URI.create(siteUrl);
    this.allowed = allowed.stream().map(Glob::of).toList();
  }

  /** The first of the call's wishes that is allowed, else the site. */
  public String choose(Referrer referrer) {
    return List.of(referrer.wished(), referrer.page()).stream()
        .filter(this::isAllowed)
        .findFirst()
        .orElse(siteUrl);
  }

  /** Whether somebody may be sent there. */
  public boolean isAllowed(String address) {
    Optional<URI> uri = parsed(address);
    return uri.isPresent() && (isSite(uri.get()) || isAllowed(uri.get(), address));
  }

  private static Optional<URI> parsed(String address) {
    if (address.isEmpty() || address.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      // strict: no spaces, backslashes or control characters that browsers would repair
      URI uri = new URI(address);
      boolean usable = uri.isAbsolute() && !uri.isOpaque() && uri.getRawUserInfo() == null;
      return usable ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private boolean isSite(URI uri) {
    boolean web =
        isScheme(uri, "https") || isScheme(uri, "http") || isScheme(uri, site.getScheme());
    return web
        && site.getHost() != null
        && site.getHost().equalsIgnoreCase(uri.getHost())
        // a site behind TLS isn't left for a page that anybody on the way can change
        && !(isScheme(uri, "http") && "https".equalsIgnoreCase(site.getScheme()));
  }

  private boolean isAllowed(URI uri, String address) {
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    if (host.startsWith("[") || IPV4.matcher(host).matches()) {
      return isLoopback(host) && (isScheme(uri, "http") || isScheme(uri, "https"));
    }
    return !NUMBER.matcher(host).matches() && matches(address);
  }

  /** Without query and fragment: in them a pattern could find what it looks for in the host. */
  private boolean matches(String address) {
    String place = address.split("[?#]", 2)[0];
    return allowed.stream().anyMatch(glob -> glob.matches(place));
  }

  private static boolean isLoopback(String host) {
    return host.startsWith("127.") || host.equals("[::1]");
  }

  private static boolean isScheme(URI uri, String scheme) {
    return scheme.equalsIgnoreCase(uri.getScheme());
  }
}
