package dev.minibaas.edge.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request without the query parameters that carry keys: {@code hide_credentials}. */
public final class HiddenQueryKey extends HttpServletRequestWrapper {
  private final List<String> names;

  public HiddenQueryKey(HttpServletRequest request, List<String> names) {
    super(request);
    this.names = names;
  }

  @Override
  public @Nullable String getQueryString() {
    String query = super.getQueryString();
    if (query == null) {
      return null;
    }
    StringBuilder kept = new StringBuilder(query.length());
    for (String pair : query.split("&", -1)) {
      if (!names.contains(QueryKey.name(pair))) {
        kept.append(kept.isEmpty() ? "" : "&").append(pair);
      }
    }
    return kept.isEmpty() ? null : kept.toString();
  }

  @Override
  public @Nullable String getParameter(String name) {
    return names.contains(name) ? null : super.getParameter(name);
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    return names.contains(name) ? null : super.getParameterValues(name);
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    Map<String, String[]> kept = new LinkedHashMap<>(super.getParameterMap());
    names.forEach(kept::remove);
    return Collections.unmodifiableMap(kept);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(getParameterMap().keySet());
  }
}
