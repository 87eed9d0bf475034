package dev.otpstream.ingress.engagelab;

import java.util.LinkedHashMap;
import java.util.Map;

/** What default templates say, in the documented languages. */
final class Wordings {
  static final String DEFAULT = "default";
  private static final Sentences ENGLISH = new Sentences("{{brand_name}}: {{code}} is your verification code.",
      " Do not share it with anyone.", " Valid for {{ttl}} min.");
  static final Map<String, Sentences> LANGUAGES = Map.of(DEFAULT, ENGLISH, "en", ENGLISH,
      "zh_CN", new Sentences("【{{brand_name}}】您的验证码是{{code}}。", "请勿告诉他人。", "{{ttl}}分钟内有效。"),
      "zh_HK", new Sentences("【{{brand_name}}】您的驗證碼是{{code}}。", "請勿告訴他人。", "{{ttl}}分鐘內有效。"),
      "ja", new Sentences("【{{brand_name}}】認証コードは{{code}}です。", "他の人に教えないでください。", "有効期限は{{ttl}}分です。"),
      "th",
      new Sentences("{{brand_name}}: รหัสยืนยันของคุณคือ {{code}}", " ห้ามบอกรหัสนี้กับผู้อื่น",
          " ใช้ได้ภายใน {{ttl}} นาที"),
      "es", new Sentences("{{brand_name}}: {{code}} es tu código de verificación.", " No lo compartas con nadie.",
          " Válido durante {{ttl}} min."));

  private Wordings() {}

  /** The same thing in one language. */
  record Sentences(String code, String security, String expiry) {}

  /** The texts by their languages. */
  static Map<String, String> texts(boolean security, boolean expiry) {
    var texts = new LinkedHashMap<String, String>();
    LANGUAGES.forEach((language, says) -> texts.put(language,
        says.code() + (security ? says.security() : "") + (expiry ? says.expiry() : "")));
    return texts;
  }
}
