package dev.minibaas.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The borders of the architecture. Every module includes them:
 *
 * <pre>{@code
 * @AnalyzeClasses(packages = "dev.minibaas", importOptions = DoNotIncludeTests.class)
 * class ArchitectureTest {
 *   @ArchTest static final ArchTests RULES = ArchTests.in(ArchitectureRules.class);
 * }
 * }</pre>
 */
public final class ArchitectureRules {
  private static final String ROOT = "dev.minibaas.";

  /** Everything below {@code dev.minibaas} that is no service. */
  private static final Set<String> LIBRARIES = Set.of("platform", "edge", "engines");

  /** {@code set role}, {@code set_config('role', …)} and the claims that policies read. */
  private static final String ROLE_SWITCH =
      "(?i)set_config\\s*\\(\\s*'(role|session_authorization|request\\.jwt)"
          + "|(^|;)\\s*set\\s+(local\\s+|session\\s+)?(role|session\\s+authorization)\\b";

  private static final Set<String> PROGRAMS =
      Set.of("bootstrap", "devstack", "testkit", "acceptance", "benchmarks");

  @ArchTest
  public static final ArchRule SERVICES_DO_NOT_DEPEND_ON_SERVICES =
      classes()
          .that(describe("are of a service", type -> serviceOf(type).isPresent()))
          .should(dependOnNoOtherService())
          .because("a service is deployed alone and asks another one over HTTP or not at all")
          .allowEmptyShould(true);

  @ArchTest
  public static final ArchRule LIBRARIES_KNOW_NO_SERVICE =
      noClasses()
          .that(describe("are of a library", type -> LIBRARIES.contains(moduleOf(type))))
          .should()
          .dependOnClassesThat(
              describe(
                  "are of a service or a program",
                  type -> serviceOf(type).isPresent() || PROGRAMS.contains(moduleOf(type))))
          .allowEmptyShould(true);

  @ArchTest
  public static final ArchRule PLATFORM_DOES_NOT_KNOW_THE_GATEWAY =
      noClasses()
          .that()
          .resideInAPackage("dev.minibaas.platform..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.minibaas.edge..")
          .allowEmptyShould(true);

  @ArchTest
  public static final ArchRule NO_SERVICE_CONTAINS_A_PROGRAM =
      noClasses()
          .that(describe("are of a service", type -> serviceOf(type).isPresent()))
          .should()
          .dependOnClassesThat(
              describe("are of a program", type -> PROGRAMS.contains(moduleOf(type))))
          .allowEmptyShould(true);

  @ArchTest
  public static final ArchRule ONLY_PLATFORM_SQL_SWITCHES_ROLES =
      classes()
          .that(
              describe("are deployed, outside platform.sql", ArchitectureRules::mustNotSwitchRoles))
          .should(containNoText(ROLE_SWITCH))
          .because("a role set in the wrong place outlives its caller on a pooled connection")
          .allowEmptyShould(true);

  @ArchTest
  public static final ArchRule ONLY_STANDARD_SERVER_INTERFACES =
      noClasses()
          .that()
          .resideInAPackage("dev.minibaas..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.ibm..", "io.openliberty..", "org.eclipse.persistence..", "com.sun.enterprise..")
          .because("what only Liberty has lives under liberty/, so that a WAR runs elsewhere too")
          .allowEmptyShould(true);

  @ArchTest
  public static final ArchRule ONLY_SETTINGS_READ_THE_ENVIRONMENT =
      noClasses()
          .that(
              describe(
                  "are deployed, outside platform.settings",
                  type -> isDeployed(type) && !isIn(type, "platform.settings")))
          .should()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "getenv")
          .because("a setting is read in one place, where it is checked and documented")
          .allowEmptyShould(true);

  @ArchTest
  public static final ArchRule NOTHING_IS_PRINTED =
      noClasses()
          .that(
              describe(
                  "are deployed, outside platform.log",
                  type -> isDeployed(type) && !isIn(type, "platform.log")))
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("a log line is one JSON object")
          .allowEmptyShould(true);

  private ArchitectureRules() {}

  private static DescribedPredicate<JavaClass> describe(
      String text, java.util.function.Predicate<JavaClass> predicate) {
    return DescribedPredicate.describe(text, predicate);
  }

  /** {@code rest} for {@code dev.minibaas.rest.query.Filter}; empty for what isn't ours. */
  private static String moduleOf(JavaClass type) {
    String name = type.getPackageName() + ".";
    if (!name.startsWith(ROOT)) {
      return "";
    }
    return name.substring(ROOT.length(), name.indexOf('.', ROOT.length()));
  }

  private static Optional<String> serviceOf(JavaClass type) {
    String module = moduleOf(type);
    boolean service =
        !module.isEmpty() && !LIBRARIES.contains(module) && !PROGRAMS.contains(module);
    return service ? Optional.of(module) : Optional.empty();
  }

  /** Part of a WAR, and no test of one. */
  private static boolean isDeployed(JavaClass type) {
    return (serviceOf(type).isPresent() || LIBRARIES.contains(moduleOf(type)))
        && type.getSource()
            .map(source -> !source.getUri().toString().contains("/test-classes/"))
            .orElse(true);
  }

  private static boolean isIn(JavaClass type, String subpackage) {
    return (type.getPackageName() + ".").startsWith(ROOT + subpackage + ".");
  }

  private static boolean mustNotSwitchRoles(JavaClass type) {
    return isDeployed(type) && !isIn(type, "platform.sql");
  }

  private static ArchCondition<JavaClass> dependOnNoOtherService() {
    return new ArchCondition<>("depend on no other service") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Optional<String> own = serviceOf(type);
        type.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> {
              Optional<String> other =
                  serviceOf(dependency.getTargetClass().getBaseComponentType());
              return other.isPresent() && !other.equals(own);
            })
            .forEach(dependency ->
                events.add(SimpleConditionEvent.violated(type, dependency.getDescription())));
      }
    };
  }

  private static ArchCondition<JavaClass> containNoText(String pattern) {
    return new ArchCondition<>("contain no text like " + pattern) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        List<String> found = ClassText.matching(type, pattern);
        found.forEach(text ->
            events.add(
                SimpleConditionEvent.violated(
                    type, type.getName() + " contains \"" + text + "\"")));
      }
    };
  }
}
