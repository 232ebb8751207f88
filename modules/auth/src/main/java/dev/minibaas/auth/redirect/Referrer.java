package dev.minibaas.auth.redirect;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a call says of where it wants to be led back to.
 *
 * @param wished what it asks for; empty for nothing
 * @param page the page that it comes from; empty when it doesn't say
 */
public record Referrer(String wished, String page) {
  public static final Referrer NONE = new Referrer("", "");

  public static Referrer of(HttpServletRequest request) {
    String header = orEmpty(request.getHeader("redirect_to"));
    String wished = header.isEmpty() ? fromQuery(request) : header;
    return new Referrer(wished, orEmpty(request.getHeader("Referer")));
  }

  // a form's body isn't read for it: the body is the resource's
  private static String fromQuery(HttpServletRequest request) {
    String query = orEmpty(request.getQueryString());
    return query.contains("redirect_to") ? orEmpty(request.getParameter("redirect_to")) : "";
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
