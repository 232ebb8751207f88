package dev.minibaas.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.minibaas.alpha.Alpha;
import dev.minibaas.beta.Beta;
import org.junit.jupiter.api.Test;

/**
 * Each rule finds what it is there to find; the offenders are test classes of two made-up services.
 */
class ArchitectureRulesTest {
  private static final JavaClasses OFFENDERS =
      new ClassFileImporter().importClasses(Alpha.class, Beta.class);

  private static String violations(ArchRule rule) {
    return rule.evaluate(OFFENDERS).getFailureReport().toString();
  }

  @Test
  void aServiceThatUsesAnotherOneIsFound() {
    assertThat(violations(ArchitectureRules.SERVICES_DO_NOT_DEPEND_ON_SERVICES))
        .contains("Alpha")
        .contains("dev.minibaas.beta.Beta");
  }

  @Test
  void aServiceThatUsesAProgramIsFound() {
    assertThat(violations(ArchitectureRules.NO_SERVICE_CONTAINS_A_PROGRAM))
        .contains("dev.minibaas.testkit.Tokens");
  }

  @Test
  void textsOfAClassFileAreRead() {
    var alpha = OFFENDERS.get(Alpha.class);
    assertThat(ClassText.matching(alpha, "(?i)\\bset\\s+(local\\s+|session\\s+)?role\\b"))
        .containsExactly("set local role postgres");
    assertThat(ClassText.matching(OFFENDERS.get(Beta.class), "role")).isEmpty();
  }
}
