package dev.otpstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.otpstream.kit.CrashPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The catalogue of crash points against the services as they are compiled. */
class CrashPointsTest {
  private static final JavaClass CATALOGUE = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.otpstream").get(CrashPoint.class);

  @Test void eachPointIsPassedInExactlyOnePlaceOfTheServices() {
    Map<String, List<String>> places = new TreeMap<>();
    for (CrashPoint point : CrashPoint.values()) {
      JavaField constant = CATALOGUE.getField(point.name());
      places.put(point.word(), constant.getAccessesToSelf().stream().filter(CrashPointsTest::isPassed).map(
          access -> access.getOrigin().getFullName()).toList());
    }
    assertThat(places).hasSize(CrashPoint.values().length)
        .allSatisfy((point, where) -> assertThat(where).as(point).hasSize(1));
  }

  /** The component that a point's name begins with is the one it is in. */
  @Test void eachPointIsInTheComponentThatItNames() {
    Map<String, String> packages = Map.of("engine", "dev.otpstream.engine", "streams", "dev.otpstream.streams",
        "ingress", "dev.otpstream.ingress", "worker", "dev.otpstream.kit.channel", "receipt",
        "dev.otpstream.kit.channel", "consumer", "dev.otpstream.kit.channel", "bot", "dev.otpstream.kit.bot",
        "telegram", "dev.otpstream.channel.telegram", "sms", "dev.otpstream.channel.sms", "hooks",
        "dev.otpstream.webhooks");
    var strangers = new ArrayList<String>();
    for (CrashPoint point : CrashPoint.values())
      for (JavaFieldAccess access : CATALOGUE.getField(point.name()).getAccessesToSelf()) {
        String component = point.word().substring(0, point.word().indexOf('-'));
        String where = access.getOriginOwner().getPackageName();
        if (isPassed(access) && !where.startsWith(packages.get(component))) strangers.add(point + " in " + where);
      }
    assertThat(strangers).isEmpty();
    assertThat(Arrays.stream(CrashPoint.values()).map(point -> point.word().split("-", 2)[0]))
        .containsAll(packages.keySet());
  }

  /** Read outside the catalogue, on a line that also passes a point: by a call, or by a reference to the method. */
  private static boolean isPassed(JavaFieldAccess access) {
    if (access.getOriginOwner().equals(CATALOGUE)) return false;
    var code = access.getOrigin();
    return code.getMethodCallsFromSelf().stream().anyMatch(
        call -> call.getLineNumber() == access.getLineNumber() && call.getTarget().getName().equals("pass")
            && call.getTargetOwner().equals(CATALOGUE))
        || code.getMethodReferencesFromSelf().stream().anyMatch(
            reference -> reference.getLineNumber() == access.getLineNumber()
                && reference.getTargetOwner().equals(CATALOGUE));
  }
}
