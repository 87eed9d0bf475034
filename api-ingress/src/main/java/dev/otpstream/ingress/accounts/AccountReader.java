package dev.otpstream.ingress.accounts;

import dev.otpstream.ingress.accounts.Accounts.Change;
import dev.otpstream.ingress.accounts.Accounts.Profile;
import dev.otpstream.ingress.front.Channels;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.kit.target.TargetRules;
import java.util.List;
import java.util.Set;

/** Reads what operators say about an account. What is wrong is remembered by the fields. */
final class AccountReader {
  private static final int NAME_LENGTH_MAX = 100;
  private static final int BRAND_LENGTH_MAX = 64;
  private static final int DESCRIPTION_LENGTH_MAX = 255;
  private static final List<String> ROUTE_DEFAULT = List.of(Channels.TELEGRAM, Channels.SMS);
  private static final Set<String> CHANGEABLE = Set.of("name", "brand", "route", "settings");
  private static final Set<String> BRAND = Set.of("name", "description");

  private final TargetRules targets;

  /** @param targets where hooks may lead */
  AccountReader(TargetRules targets) {
    this.targets = targets;
  }

  Profile created(Fields fields) {
    String name = fields.requiredLine("name", NAME_LENGTH_MAX);
    Change rest = read(fields);
    return new Profile(name, rest.brandName().orElse(name), rest.brandDescription().orElse(""),
        rest.route().orElse(ROUTE_DEFAULT), rest.settings());
  }

  /** Only what is there is to change; names that mean nothing are problems, since they would change nothing. */
  Change changed(Fields fields) {
    known(fields, CHANGEABLE);
    known(fields.object("brand"), BRAND);
    return read(fields);
  }

  private Change read(Fields fields) {
    Fields brand = fields.object("brand");
    return new Change(fields.line("name", NAME_LENGTH_MAX), brand.line("name", BRAND_LENGTH_MAX),
        brand.line("description", DESCRIPTION_LENGTH_MAX), fields.words("route", Channels.OFFERED),
        new SettingsChange(AccountSettings.read(fields.object("settings"), targets)));
  }

  private static void known(Fields fields, Set<String> names) {
    for (String name : fields.names())
      if (!names.contains(name)) fields.wrong("", "holds something that cannot be changed");
  }
}
