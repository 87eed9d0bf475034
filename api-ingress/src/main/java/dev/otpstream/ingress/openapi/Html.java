package dev.otpstream.ingress.openapi;

/** A piece of HTML in the making. Text is escaped, unless it is said to be HTML. Not thread-safe. */
final class Html {
  private final StringBuilder html = new StringBuilder();

  Html raw(String piece) {
    html.append(piece);
    return this;
  }

  Html then(Html more) {
    return raw(more.toString());
  }

  Html text(String text) {
    return raw(escaped(text));
  }

  Html element(String name, String text) {
    return raw("<" + name + ">").text(text).raw("</" + name + ">");
  }

  Html link(String target, String text) {
    return raw("<a href=\"" + escaped(target) + "\">").text(text).raw("</a>");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }

  @Override public String toString() {
    return html.toString();
  }
}
