package dev.otpstream.ingress;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayersTest {
  private static final String[] DIALECTS = {"alphasms", "zapnoty", "engagelab", "kaleyra"};
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("dev.otpstream.ingress");

  @ParameterizedTest
  @ValueSource(strings = {"alphasms", "zapnoty", "engagelab",
    "kaleyra"}) void aDialectKnowsNoOtherAndNothingOfWhatCarriesItsWords(String dialect) {
    for (String other : DIALECTS) {
      if (other.equals(dialect)) continue;
      noClasses().that().resideInAPackage(in(dialect)).should().dependOnClassesThat().resideInAPackage(in(other))
          .check(CLASSES);
    }
    noClasses().that().resideInAPackage(in(dialect)).should().dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..",
            "dev.otpstream.schemas.sealing..")
        .check(CLASSES);
  }

  @Test void whatDialectsShareKnowsNoDialect() {
    for (String dialect : DIALECTS)
      noClasses().that().resideInAnyPackage(in("front"), in("json"), in("engine"), in("accounts"), in("subscribers"))
          .should()
          .dependOnClassesThat().resideInAPackage(in(dialect)).check(CLASSES);
  }

  @Test void theEdgeDoesNotSpeakKafka() {
    noClasses().that().resideInAnyPackage(in("front"), in("json")).should().dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", "dev.otpstream.schemas..").check(CLASSES);
  }

  private static String in(String name) {
    return "dev.otpstream.ingress." + name + "..";
  }
}
