package dev.otpstream.ingress.kaleyra;

/** Why a request is not carried out. Ends the reading from any depth; never leaves this package. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private final String code;
  private final String field;

  /**
   * @param code    the documented code
   * @param field   under which name the error stands
   * @param message the documented text; it quotes no value
   */
  Refusal(String code, String field, String message) {
    super(message, null, false, false);
    this.code = code;
    this.field = field;
  }

  /** What has no code of its own. */
  static Refusal invalid(String field) {
    return new Refusal("E413", field, "Invalid inputs, Validation error");
  }

  String code() {
    return code;
  }

  String field() {
    return field;
  }
}
