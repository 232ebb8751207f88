package dev.minibaas.acceptance.container;

import dev.minibaas.acceptance.container.probe.ProbeApplication;
import dev.minibaas.acceptance.container.probe.ProbeAuthentication;
import dev.minibaas.acceptance.http.Api;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The probe as a WAR, built as a service's is: fat, with the shared library and what it needs. */
final class Probe {
  /** Its service's name in logs, which stands in a file of the WAR. */
  static final String SERVICE = "name=probe\nversion=1.2.3\n";

  private static final String ON_THE_PUBLIC_PORT =
      """
      <web-bnd xmlns="http://websphere.ibm.com/xml/ns/javaee" version="1.2">
        <virtual-host name="public"/>
      </web-bnd>
      """;

  private Probe() {}

  static WebArchive war() {
    File[] libraries = Path.of(System.getProperty("probe.libs")).toFile().listFiles();
    if (libraries == null || libraries.length == 0) {
      throw new IllegalStateException("probe.libs is empty: run this by Maven's verify");
    }
    return ShrinkWrap.create(WebArchive.class, "probe.war")
        .addPackage(ProbeApplication.class.getPackage())
        .addAsLibraries(libraries)
        .addAsLibrary(jarOf(Assertions.class))
        .addAsResource(new StringAsset(SERVICE), "META-INF/minibaas-service.properties")
        .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
        .addAsWebInfResource(new StringAsset(ON_THE_PUBLIC_PORT), "ibm-web-bnd.xml");
  }

  private static File jarOf(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  /** The probe from outside. */
  static Api api() {
    return new Api(at("arquillian.port", "/probe"), ProbeAuthentication.ANON_KEY);
  }

  /** The server's own endpoints. */
  static Api operations() {
    return new Api(at("arquillian.ops.port", ""), ProbeAuthentication.ANON_KEY);
  }

  private static URI at(String portProperty, String path) {
    return URI.create("http://localhost:" + System.getProperty(portProperty) + path);
  }
}
