package dev.otpstream.simulators.smpp;

import java.util.Map;

/** The command_status values that scripts may name. */
final class CommandStatus {
  static final int OK = 0x00;
  static final int INVALID_MESSAGE_LENGTH = 0x01;
  static final int INVALID_COMMAND_ID = 0x03;
  static final int INVALID_BIND_STATUS = 0x04;
  static final int SYSTEM_ERROR = 0x08;
  static final int INVALID_SOURCE = 0x0A;
  static final int INVALID_DESTINATION = 0x0B;
  static final int INVALID_PASSWORD = 0x0E;
  static final int INVALID_SYSTEM_ID = 0x0F;
  static final int INVALID_ESM_CLASS = 0x43;
  static final int SUBMIT_FAILED = 0x45;
  static final int THROTTLED = 0x58;
  static final int INVALID_EXPIRY = 0x62;
  static final int PARAMETER_NOT_ALLOWED = 0xC1;
  static final int INVALID_DATA_CODING = 0x104;

  private static final Map<String, Integer> BY_NAME = Map.ofEntries(
      Map.entry("ESME_RINVMSGLEN", INVALID_MESSAGE_LENGTH),
      Map.entry("ESME_RINVCMDLEN", 0x02),
      Map.entry("ESME_RINVCMDID", INVALID_COMMAND_ID),
      Map.entry("ESME_RINVBNDSTS", INVALID_BIND_STATUS),
      Map.entry("ESME_RALYBND", 0x05),
      Map.entry("ESME_RSYSERR", SYSTEM_ERROR),
      Map.entry("ESME_RINVSRCADR", INVALID_SOURCE),
      Map.entry("ESME_RINVDSTADR", INVALID_DESTINATION),
      Map.entry("ESME_RBINDFAIL", 0x0D),
      Map.entry("ESME_RINVPASWD", INVALID_PASSWORD),
      Map.entry("ESME_RINVSYSID", INVALID_SYSTEM_ID),
      Map.entry("ESME_RMSGQFUL", 0x14),
      Map.entry("ESME_RINVSERTYP", 0x15),
      Map.entry("ESME_RINVESMCLASS", INVALID_ESM_CLASS),
      Map.entry("ESME_RSUBMITFAIL", SUBMIT_FAILED),
      Map.entry("ESME_RINVSRCTON", 0x48),
      Map.entry("ESME_RINVSRCNPI", 0x49),
      Map.entry("ESME_RINVDSTTON", 0x50),
      Map.entry("ESME_RINVDSTNPI", 0x51),
      Map.entry("ESME_RTHROTTLED", THROTTLED),
      Map.entry("ESME_RINVSCHED", 0x61),
      Map.entry("ESME_RINVEXPIRY", INVALID_EXPIRY),
      Map.entry("ESME_RX_T_APPN", 0x64),
      Map.entry("ESME_RX_P_APPN", 0x65),
      Map.entry("ESME_RX_R_APPN", 0x66),
      Map.entry("ESME_RINVOPTPARSTREAM", 0xC0),
      Map.entry("ESME_ROPTPARNOTALLWD", PARAMETER_NOT_ALLOWED),
      Map.entry("ESME_RINVPARLEN", 0xC2),
      Map.entry("ESME_RMISSINGOPTPARAM", 0xC3),
      Map.entry("ESME_RINVOPTPARAMVAL", 0xC4),
      Map.entry("ESME_RDELIVERYFAILURE", 0xFE),
      Map.entry("ESME_RUNKNOWNERR", 0xFF),
      Map.entry("ESME_RSERTYPUNAUTH", 0x100),
      Map.entry("ESME_RPROHIBITED", 0x101),
      Map.entry("ESME_RSERTYPUNAVAIL", 0x102),
      Map.entry("ESME_RSERTYPDENIED", 0x103),
      Map.entry("ESME_RINVDCS", INVALID_DATA_CODING));

  private CommandStatus() {}

  /** Reads a name of the standard, a hexadecimal number (0x…) or a decimal one; anything else is a failed submit. */
  static int of(String word) {
    Integer known = BY_NAME.get(word);
    if (known != null) return known;
    try {
      return Integer.decode(word);
    } catch (NumberFormatException _) {
      return SUBMIT_FAILED;
    }
  }
}
