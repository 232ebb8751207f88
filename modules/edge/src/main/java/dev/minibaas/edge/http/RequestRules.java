package dev.minibaas.edge.http;

import dev.minibaas.edge.policy.Header;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which request headers a service sees: as the client sent them, hidden, or the gateway's own.
 *
 * <p>Headers that claim an identity are hidden always, whatever the policy says.
 */
public final class RequestRules {
  static final int KEEP = NameTable.ABSENT;
  static final int HIDE = 0;
  static final int REQUEST_ID = 1;
  static final int CLIENT_ADDRESS = 2;

  /** What only a trusted proxy may say. */
  static final int FORWARDING = 3;

  /** This and everything above: an added header, by its place in the list. */
  static final int ADDED = 4;

  private static final String REAL_IP = "X-Real-IP";
  private static final String[] IDENTITY = {"X-User-", "X-Consumer-", "X-Credential-"};
  private static final List<String> FORWARDING_NAMES =
      List.of(
          "Forwarded",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Path",
          "X-Forwarded-Port",
          "X-Forwarded-Prefix",
          "X-Forwarded-Proto");

  private final NameTable table;
  private final List<String> own;
  private final List<Header> added;

  private RequestRules(Map<String, Integer> meanings, List<String> own, List<Header> added) {
    this.table = new NameTable(meanings);
    this.own = own;
    this.added = added;
  }

  /** Hides headers of identity and leaves everything else: another gateway has done the rest. */
  public static RequestRules identityOnly() {
    return new RequestRules(Map.of(), List.of(), List.of());
  }

  /**
   * @param idHeader the request id's header
   * @param hidden further headers to hide
   * @param added headers that are added where the client sent none
   */
  public static RequestRules of(String idHeader, List<String> hidden, List<Header> added) {
    Map<String, Integer> meanings = new HashMap<>();
    FORWARDING_NAMES.forEach(name -> meanings.put(name, FORWARDING));
    meanings.put(REAL_IP, CLIENT_ADDRESS);
    for (int i = 0; i < added.size(); i++) {
      meanings.put(added.get(i).name(), ADDED + i);
    }
    hidden.forEach(name -> meanings.put(name, HIDE));
    meanings.put(idHeader, REQUEST_ID);
    return new RequestRules(meanings, List.of(idHeader, REAL_IP), List.copyOf(added));
  }

  int meaning(String name) {
    if (!name.isEmpty() && (name.charAt(0) | 0x20) == 'x') {
      for (String prefix : IDENTITY) {
        if (NameTable.startsWith(name, prefix)) {
          return HIDE;
        }
      }
    }
    return table.meaning(name);
  }

  /** Names of the headers that the gateway sets on every request. */
  List<String> own() {
    return own;
  }

  List<Header> added() {
    return added;
  }
}
