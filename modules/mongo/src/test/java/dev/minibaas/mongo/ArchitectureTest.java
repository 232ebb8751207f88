package dev.minibaas.mongo;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.minibaas.mongo.store.Catalogue;
import dev.minibaas.mongo.store.MongoConnection;
import dev.minibaas.mongo.store.ScopedCollection;
import dev.minibaas.mongo.store.ScopedCollections;
import dev.minibaas.testkit.ArchitectureRules;

@AnalyzeClasses(packages = "dev.minibaas", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchTests RULES = ArchTests.in(ArchitectureRules.class);

  @ArchTest
  static final ArchRule ONLY_THE_STORE_KNOWS_THE_DRIVER =
      noClasses()
          .that()
          .resideInAPackage("dev.minibaas.mongo..")
          .and()
          .resideOutsideOfPackage("dev.minibaas.mongo.store")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.mongodb..")
          .because("what reaches MongoDB goes through a collection narrowed to its owner");

  /** {@link ScopedCollections} makes them, {@link ScopedCollection} narrows them. */
  @ArchTest
  static final ArchRule A_COLLECTION_IS_REACHED_NARROWED_TO_ITS_OWNER_ONLY =
      noClasses()
          .that()
          .resideInAPackage("dev.minibaas.mongo..")
          .and(
              DescribedPredicate.not(
                  belongToAnyOf(ScopedCollections.class, ScopedCollection.class)))
          .should()
          .dependOnClassesThat()
          .areAssignableTo(MongoCollection.class);

  @ArchTest
  static final ArchRule ONE_CLASS_HANDS_THEM_OUT =
      noClasses()
          .that()
          .resideInAPackage("dev.minibaas.mongo..")
          .and(DescribedPredicate.not(belongToAnyOf(ScopedCollections.class)))
          .should()
          .callConstructorWhere(
              DescribedPredicate.describe(
                  "it makes a scoped collection",
                  call -> call.getTargetOwner().isEquivalentTo(ScopedCollection.class)));

  @ArchTest
  static final ArchRule A_DATABASE_IS_REACHED_BY_THREE_CLASSES =
      noClasses()
          .that()
          .resideInAPackage("dev.minibaas.mongo..")
          .and(
              DescribedPredicate.not(
                  belongToAnyOf(MongoConnection.class, ScopedCollections.class, Catalogue.class)))
          .should()
          .dependOnClassesThat()
          .areAssignableTo(MongoDatabase.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(MongoClient.class);

  /** So that the raw collection never leaves. */
  @ArchTest
  static final ArchRule NOTHING_OF_THE_DRIVER_IS_HANDED_ON =
      noMethods()
          .that()
          .areDeclaredIn(ScopedCollection.class)
          .or()
          .areDeclaredIn(ScopedCollections.class)
          .and()
          .areNotPrivate()
          .should()
          .haveRawReturnType(
              DescribedPredicate.describe(
                  "of the driver", type -> type.getPackageName().startsWith("com.mongodb")));
}
