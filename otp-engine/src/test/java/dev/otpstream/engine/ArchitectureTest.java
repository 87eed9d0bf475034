package dev.otpstream.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What keeps the rules pure and the engine ignorant of vendors. */
class ArchitectureTest {
  private static final String CORE = "dev.otpstream.engine.core..";
  /** Fronts, providers and channels' own vocabularies: they have modules of their own. */
  private static final List<String> VENDORS = List.of("alphasms", "zapnoty", "engagelab", "kaleyra", "twilio", "smpp",
      "gateway", "botapi", "jsmpp");
  private static final JavaClasses ENGINE = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.otpstream.engine");

  @Test void theCoreKnowsPlainJavaAndItself() {
    classes().that().resideInAPackage(CORE).should().onlyDependOnClassesThat()
        .resideInAnyPackage(CORE, "java.lang..", "java.util..", "java.time..", "java.security..").check(ENGINE);
  }

  @Test void theCoreReadsNoClock() {
    noClasses().that().resideInAPackage(CORE).should().callMethod(Instant.class, "now")
        .orShould().callMethod(System.class, "currentTimeMillis").orShould().callMethod(System.class, "nanoTime")
        .orShould().dependOnClassesThat().areAssignableTo(InstantSource.class)
        .orShould().dependOnClassesThat().areAssignableTo(Clock.class).check(ENGINE);
  }

  @Test void theCoreHasNoChance() {
    noClasses().that().resideInAPackage(CORE).should().dependOnClassesThat()
        .haveNameMatching("java\\.security\\.SecureRandom|java\\.util\\.(.*\\.)?\\w*Random\\w*|java\\.util\\.UUID")
        .orShould().callMethod(Math.class, "random").check(ENGINE);
  }

  @Test void theCoreWaitsForNothing() {
    noClasses().that().resideInAPackage(CORE).should().dependOnClassesThat()
        .resideInAnyPackage("java.util.concurrent..").orShould().dependOnClassesThat().areAssignableTo(Thread.class)
        .check(ENGINE);
  }

  @Test void onlySealingTouchesRandomness() {
    noClasses().that().doNotHaveSimpleName("Sealing").should().dependOnClassesThat()
        .haveFullyQualifiedName("java.security.SecureRandom").check(ENGINE);
  }

  @Test void theEngineHasNoWordOfAnyVendor() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main"))) {
      assertThat(files.filter(Files::isRegularFile)).isNotEmpty().allSatisfy(
          file -> assertThat(text(file).toLowerCase(Locale.ROOT)).as(file.toString()).doesNotContain(VENDORS));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
