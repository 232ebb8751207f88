package dev.minibaas.engines;

import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.target.Endpoint;
import dev.minibaas.engines.target.InvalidTarget;
import dev.minibaas.engines.target.PinnedSocketFactory;
import dev.minibaas.engines.target.Targets;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Opening a JDBC connection whose socket goes to the tested address. */
final class Opening {
  /** What the driver does. */
  interface Driver {
    Connection connect() throws SQLException;
  }

  private Opening() {}

  static Connection connect(
      Targets targets,
      Endpoint endpoint,
      Limits limits,
      Driver driver,
      Function<SQLException, EngineFailure> failure) {
    try {
      InetSocketAddress address = targets.address(endpoint);
      return PinnedSocketFactory.connecting(address, limits.wireBytes(), driver::connect);
    } catch (InvalidTarget e) {
      throw new EngineFailure(Reason.REFUSED_TARGET, message(e), e);
    } catch (SQLException e) {
      if (isUnverified(e)) {
        throw new EngineFailure(
            Reason.UNREACHABLE,
            "the database's certificate isn't trusted, or is another host's",
            e);
      }
      EngineFailure known = failure.apply(e);
      throw known.isOutage()
          ? known
          : new EngineFailure(Reason.UNREACHABLE, "the database can't be reached", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new EngineFailure(Reason.UNREACHABLE, "the database can't be reached", e);
    }
  }

  private static boolean isUnverified(SQLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      boolean isOfTls =
          cause instanceof SSLHandshakeException
              || cause instanceof SSLPeerUnverifiedException
              || cause instanceof CertificateException;
      // pgjdbc has no type for it, but names its class
      if (isOfTls || String.valueOf(cause.getMessage()).contains("HostnameVerifier")) {
        return true;
      }
    }
    return false;
  }

  static String message(InvalidTarget e) {
    return e.getMessage() == null ? "the target isn't permitted" : e.getMessage();
  }
}
