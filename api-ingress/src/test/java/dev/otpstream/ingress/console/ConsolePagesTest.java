package dev.otpstream.ingress.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.front.Page;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is on the page may run under its own policy, and needs no other server. */
class ConsolePagesTest {
  private static final Pattern IMPORT = Pattern.compile("(?:from|import\\()\\s*'(\\./[a-z]+\\.js)'");
  private static final List<Page> PAGES = ConsolePages.all(true);

  @Test void theDocumentHasNoScriptAndNoStyleOfItsOwn() {
    String html = page("/console").text();
    assertThat(html).doesNotContain("<style").doesNotContain(" style=").doesNotContainPattern("\\son[a-z]+=")
        .doesNotContainPattern("<script(?![^>]*\\ssrc=\"/console/)").doesNotContain("http:").doesNotContain("https:");
    assertThat(PAGES).allSatisfy(page -> assertThat(page.headers().get("Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';")
        .doesNotContain("unsafe").doesNotContain("*"));
  }

  @Test void whatOurScriptsImportIsServed() {
    for (Page page : PAGES) {
      Matcher imported = IMPORT.matcher(page.path().endsWith(".js") ? page.text() : "");
      while (imported.find())
        assertThat(PAGES).as(page.path()).extracting(Page::path)
            .contains("/console/" + imported.group(1).substring(2));
    }
  }

  @Test void ourScriptsMakeNoHtmlOutOfText() {
    assertThat(PAGES).filteredOn(page -> page.path().endsWith(".js") && !page.path().contains("uplot"))
        .isNotEmpty().allSatisfy(page -> assertThat(page.text()).doesNotContain("innerHTML")
            .doesNotContain("outerHTML").doesNotContain("insertAdjacentHTML").doesNotContain("eval("));
  }

  @Test void theTelephoneIsThereInADemoOnly() {
    assertThat(PAGES).extracting(Page::path).contains("/console/phone.js");
    assertThat(ConsolePages.all(false)).extracting(Page::path).doesNotContain("/console/phone.js");
  }

  private static Page page(String path) {
    return PAGES.stream().filter(page -> page.path().equals(path)).findFirst().orElseThrow();
  }
}
