package dev.minibaas.edge.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which response headers a service may set: most freely, some only instead of the gateway's. */
public final class ResponseRules {
  static final int FREE = NameTable.ABSENT;

  /** The gateway decides; what the service sets is dropped. */
  static final int OWNED = 0;

  /** This and everything above: a default, by its place; what the service sets replaces it. */
  static final int DEFAULT = 1;

  private final NameTable table;

  private ResponseRules(Map<String, Integer> meanings) {
    this.table = new NameTable(meanings);
  }

  /**
   * @param owned names the gateway decides
   * @param defaults names the gateway sets unless the service does; at most 63
   */
  public static ResponseRules of(List<String> owned, List<String> defaults) {
    Map<String, Integer> meanings = new HashMap<>();
    for (int i = 0; i < defaults.size(); i++) {
      meanings.put(defaults.get(i), DEFAULT + i);
    }
    owned.forEach(name -> meanings.put(name, OWNED));
    return new ResponseRules(meanings);
  }

  int meaning(String name) {
    return table.meaning(name);
  }
}
