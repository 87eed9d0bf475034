package dev.otpstream.standalone.doctor;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.Secret;
import dev.otpstream.standalone.doctor.Finding.Well;
import dev.otpstream.standalone.doctor.Finding.Wrong;
import java.io.IOException;
import java.time.Duration;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;

/** Whether the SMS centre answers and lets us bind. The link is taken for a moment; some centres allow only a few. */
record SmppCheck(String prefix, String host, int port, String systemId, Secret password, String systemType) {
  private static final Duration TIMEOUT = Duration.ofSeconds(8);

  /** @param prefix of the centre's settings, such as {@code SMPP_BACKUP_} */
  static SmppCheck of(Env env, String prefix) {
    return new SmppCheck(prefix, env.string(prefix + "HOST", ""), env.integer(prefix + "PORT", 2775, 1, 65_535),
        env.string(prefix + "SYSTEM_ID", ""), new Secret(env.string(prefix + "PASSWORD", "")),
        env.string(prefix + "SYSTEM_TYPE", ""));
  }

  Finding look() {
    String centre = host + ":" + port;
    var session = new SMPPSession();
    try {
      session.setTransactionTimer(TIMEOUT.toMillis());
      session.connectAndBind(host, port, new BindParameter(BindType.BIND_TX, systemId, password.reveal(), systemType,
          TypeOfNumber.UNKNOWN, NumberingPlanIndicator.UNKNOWN, null), TIMEOUT.toMillis());
      return new Well("lets us bind");
    } catch (IOException e) {
      return e.getCause() instanceof NegativeResponseException
          ? new Wrong("the SMS centre at " + centre
              + " refuses the bind: correct " + prefix + "SYSTEM_ID and " + prefix
              + "PASSWORD, or ask its operator whether a link is free")
          : new Wrong("the SMS centre does not answer at " + centre
              + ": look at the network, or correct " + prefix + "HOST and " + prefix + "PORT");
    } finally {
      session.unbindAndClose();
    }
  }
}
