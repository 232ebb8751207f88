package dev.minibaas.edge;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The services behind a real Kong that is held against the contract: {@code EchoBackend PORT…}. */
final class EchoBackend {
  private EchoBackend() {}

  public static void main(String[] ports) throws Exception {
    Server server = new Server();
    for (String port : ports) {
      ServerConnector connector = new ServerConnector(server);
      connector.setPort(Integer.parseInt(port));
      server.addConnector(connector);
    }
    ServletContextHandler application = new ServletContextHandler("/");
    ServletHolder echo = new ServletHolder(new EchoServlet());
    echo.setAsyncSupported(true);
    application.addServlet(echo, "/");
    server.setHandler(application);
    server.start();
    server.join();
  }
}
