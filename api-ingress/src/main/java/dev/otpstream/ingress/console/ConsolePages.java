package dev.otpstream.ingress.console;

import dev.otpstream.ingress.front.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The page and what it is made of, out of the jar. */
final class ConsolePages {
  /** Scripts, styles and calls of this very server, and nothing else; no inline script and no text that becomes one. */
  private static final Map<String, String> HEADERS = Map.of("Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
          + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
      "Referrer-Policy", "no-referrer", "Cache-Control", "no-cache", "Cross-Origin-Opener-Policy", "same-origin");
  private static final List<String> FILES = List.of("console.css", "console.js", "api.js", "dom.js", "charts.js",
      "overview.js", "funnel.js", "providers.js", "lags.js", "hooks.js", "letters.js", "search.js", "theme.js",
      "icon.svg",
      "uplot/uPlot.iife.min.js", "uplot/uPlot.min.css");
  private static final String PHONE = "phone.js";

  private ConsolePages() {}

  /** @param demo whether there is a phone */
  static List<Page> all(boolean demo) {
    var pages = new ArrayList<Page>();
    pages.add(page("/console", "console.html"));
    FILES.forEach(file -> pages.add(page("/console/" + file, file)));
    if (demo) pages.add(page("/console/" + PHONE, PHONE));
    return pages;
  }

  private static Page page(String path, String file) {
    return new Page(path, type(file), HEADERS, text(file));
  }

  private static String type(String file) {
    return switch (file.substring(file.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "js" -> "text/javascript; charset=utf-8";
      default -> throw new IllegalArgumentException(file);
    };
  }

  private static String text(String file) {
    try (InputStream in = ConsolePages.class.getResourceAsStream(file)) {
      if (in == null) throw new IllegalStateException(file + " is missing");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
