package dev.minibaas.engines.target;

import dev.minibaas.engines.target.Target.File;
import dev.minibaas.engines.target.Target.Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads connection strings and tests where they lead. A name is resolved once for a connection,
 * every address it has is tested, and the socket goes to the tested address: between test and
 * connection nobody asks the name again.
 */
public final class Targets {
  private final TargetPolicy policy;
  private final AddressRules rules;
  private final Resolver resolver;

  public Targets(TargetPolicy policy) {
    this(policy, Resolver.system());
  }

  public Targets(TargetPolicy policy, Resolver resolver) {
    this.policy = policy;
    this.rules = policy.addresses();
    this.resolver = resolver;
  }

  public TargetPolicy policy() {
    return policy;
  }

  /**
   * What the text says; nothing is resolved yet.
   *
   * @param tenant whose database it is: files of SQLite lie in the tenant's own folder
   * @throws InvalidTarget with a public message
   */
  public Target parse(EngineKind kind, String connectionString, String tenant) {
    if (kind == EngineKind.SQLITE) {
      return FileReader.read(sqliteDirectory(), tenant, connectionString);
    }
    return ServerReader.read(kind, connectionString);
  }

  /**
   * Resolves and tests every host, or the file's place.
   *
   * @throws InvalidTarget when one of them isn't permitted or isn't known
   */
  public void check(Target target) {
    switch (target) {
      case Server server -> server.endpoints().forEach(endpoint -> addresses(endpoint.host()));
      case File file -> FileReader.check(sqliteDirectory(), file);
    }
  }

  /** The tested address that a connection goes to. */
  public InetSocketAddress address(Endpoint endpoint) {
    return new InetSocketAddress(addresses(endpoint.host()).getFirst(), endpoint.port());
  }

  /**
   * The addresses of a host, all of them tested.
   *
   * @throws InvalidTarget when one of them isn't permitted, or there is none
   */
  public List<InetAddress> addresses(String host) {
    List<InetAddress> addresses;
    try {
      addresses = List.copyOf(resolver.resolve(host));
    } catch (UnknownHostException e) {
      throw new InvalidTarget("the host of the database isn't known");
    }
    if (addresses.isEmpty()) {
      throw new InvalidTarget("the host of the database isn't known");
    }
    if (!addresses.stream().allMatch(rules::permits)) {
      throw new InvalidTarget(
          "the host of the database isn't permitted: its address isn't public, and its network"
              + " isn't in DATABASE_ALLOWED_NETWORKS");
    }
    return addresses;
  }

  private Path sqliteDirectory() {
    return policy
        .sqliteDirectory()
        .orElseThrow(
            () -> new InvalidTarget("engine sqlite isn't available: SQLITE_DIRECTORY isn't set"));
  }
}
