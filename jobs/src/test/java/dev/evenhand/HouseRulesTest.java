package dev.evenhand;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The floors of the house, as in notebooks-docs/architecture.md. */
class HouseRulesTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.evenhand");

  private static final String[] STEPS =
      packages(
          "ingest",
          "consent",
          "split",
          "features",
          "balance",
          "privacy",
          "rebalance",
          "train",
          "evaluate",
          "explain",
          "govern",
          "card",
          "score",
          "release",
          "rights",
          "custody",
          "publish",
          "report");
  private static final String[] METHODS =
      packages(
          "fairness",
          "learn",
          "anonymity",
          "dp",
          "pseudonym",
          "attribution",
          "history",
          "generate");

  static Stream<String> steps() {
    return Arrays.stream(STEPS);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void noStepUsesAnotherStep(String step) {
    String[] others = steps().filter(other -> !other.equals(step)).toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(step)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .because("steps talk through tables")
        .allowEmptyShould(true)
        .check(HOUSE);
  }

  @Test
  void methodsKnowNoLakeNoPipelineFileAndNoStep() {
    noClasses()
        .that()
        .resideInAnyPackage(METHODS)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(STEPS)
                .or(resideInAnyPackage(packages("config", "job", "command")))
                .or(aClass("dev.evenhand.lake.Lake")))
        .check(HOUSE);
  }

  @Test
  void theFloorsHold() {
    noClasses()
        .that()
        .resideInAPackage("dev.evenhand.job..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(join(STEPS, METHODS, packages("config", "command")))
        .check(HOUSE);
    noClasses()
        .that()
        .resideInAnyPackage(packages("lake", "config"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(join(STEPS, METHODS, packages("job", "command")))
        .check(HOUSE);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.evenhand.command..", "dev.evenhand")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.evenhand.command..")
        .check(HOUSE);
    classes()
        .that()
        .resideInAPackage("dev.evenhand.base..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.evenhand.base..", "java..")
        .check(HOUSE);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.evenhand.(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void recordsNeverCrossIntoSparkAsBeans() {
    noClasses()
        .should()
        .callMethodWhere(target(owner(aClass(Encoders.class.getName()))).and(target(name("bean"))))
        .because("Encoders.bean of a record gives empty rows without an error")
        .check(HOUSE);
    noClasses()
        .should()
        .callMethodWhere(createsRowsOfBeans())
        .because("createDataFrame(list, Record.class) gives empty rows without an error")
        .check(HOUSE);
  }

  @Test
  void timeComesInThroughTheContext() {
    noClasses()
        .that()
        .resideInAnyPackage(join(STEPS, METHODS))
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callConstructor(Random.class)
        .because("the same inputs give the same tables")
        .check(HOUSE);
  }

  @Test
  void onlyTheLauncherExits() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.evenhand.Evenhand")
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(HOUSE);
  }

  private static String[] packages(String... names) {
    return Arrays.stream(names).map(name -> "dev.evenhand." + name + "..").toArray(String[]::new);
  }

  private static String[] join(String[]... parts) {
    return Arrays.stream(parts).flatMap(Arrays::stream).toArray(String[]::new);
  }

  private static DescribedPredicate<JavaClass> aClass(String fullName) {
    return new DescribedPredicate<>("class " + fullName) {
      @Override
      public boolean test(JavaClass type) {
        return type.getFullName().equals(fullName);
      }
    };
  }

  private static DescribedPredicate<JavaCall<?>> createsRowsOfBeans() {
    return new DescribedPredicate<>("createDataFrame(…, Class)") {
      @Override
      public boolean test(JavaCall<?> call) {
        List<JavaClass> types = call.getTarget().getRawParameterTypes();
        return call.getTarget().getName().equals("createDataFrame")
            && call.getTarget().getOwner().getFullName().contains("SparkSession")
            && types.stream().anyMatch(type -> type.getFullName().equals(Class.class.getName()));
      }
    };
  }

  static {
    // The session type moves between Spark versions; a rename must not make the rule empty.
    if (!SparkSession.class.getName().contains("SparkSession")) {
      throw new AssertionError("createsRowsOfBeans() looks for SparkSession");
    }
  }
}
