package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.document.AtomicFiles;
import io.github.trunkrepro.runtime.document.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A page in one file that needs no network, and is not allowed any. All that it tells stands in it
 * without a script; scripts draw the charts from the same data and sort the tables.
 *
 * @param lead what the page is about, below its title
 * @param sections in their order; those without content are left out
 * @param data that the scripts draw, as JSON
 * @param script resource of this package that draws it
 */
record HtmlPage(String title, Html lead, List<Section> sections, Object data, String script) {
  private static final List<String> SHARED_SCRIPTS = List.of("echarts.common.min.js", "page.js");

  /**
   * A part of the page.
   *
   * @param id for links to it
   */
  record Section(String id, String title, Html content) {}

  /** Writes the page whole or not at all. */
  void write(Path file) {
    AtomicFiles.write(file, markup().getBytes(StandardCharsets.UTF_8));
  }

  String markup() {
    List<Section> shown =
        sections.stream().filter(section -> !section.content().markup().isEmpty()).toList();
    List<String> scripts =
        SHARED_SCRIPTS.stream().map(HtmlPage::resource).collect(Collectors.toList());
    scripts.add(resource(script));
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta http-equiv="Content-Security-Policy" content="%s"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>%s</title>
        <style>%s</style>
        </head>
        <body>
        <header>
        <h1>%s</h1>
        %s
        <nav aria-label="Sections"><ul>%s</ul></nav>
        </header>
        <main>
        %s
        </main>
        <script type="application/json" id="data">%s</script>
        %s
        </body>
        </html>
        """
        .formatted(
            policy(scripts),
            Html.escaped(title),
            resource("page.css"),
            Html.escaped(title),
            lead.markup(),
            shown.stream().map(HtmlPage::link).collect(Collectors.joining()),
            shown.stream().map(HtmlPage::section).collect(Collectors.joining("\n")),
            json(),
            scripts.stream()
                .map(text -> "<script>" + text + "</script>")
                .collect(Collectors.joining("\n")));
  }

  /** Lets only these scripts run, and nothing be loaded or sent. */
  private static String policy(List<String> scripts) {
    return scripts.stream()
        .map(text -> "'sha256-" + sha256(text) + "'")
        .collect(
            Collectors.joining(
                " ",
                "default-src 'none'; base-uri 'none'; form-action 'none'; style-src"
                    + " 'unsafe-inline'; script-src ",
                ""));
  }

  static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String link(Section section) {
    return Html.tag("li")
        .of(Html.tag("a").with("href", "#" + section.id).of(section.title))
        .markup();
  }

  private static String section(Section section) {
    return Html.tag("section")
        .with("id", section.id)
        .of(Html.tag("h2").of(section.title), section.content)
        .markup();
  }

  /** JSON that cannot end its script element, or begin a comment in it. */
  private String json() {
    return new String(CanonicalJson.bytes(data), StandardCharsets.UTF_8).replace("<", "\\u003c");
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      // As browsers read it, whose digests are of that: a checkout may have other line ends.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("a file of this jar: " + name, e);
    }
  }

  /** Place for a chart, which its script fills; unseen without scripts. */
  static Html chart(String id, String description) {
    return Html.tag("div")
        .with("class", "chart script")
        .with("id", id)
        .with("role", "img")
        .with("aria-label", description)
        .of();
  }

  /** A list to choose from, which its script fills; unseen without scripts. */
  static Html choice(String id, String label) {
    return Html.tag("label")
        .with("class", "script")
        .of(Html.text(label + " "), Html.tag("select").with("id", id).of());
  }

  /** Content that scripts fold away until it is asked for. */
  static Html folded(String title, Html... content) {
    return Html.join(content).markup().isEmpty()
        ? Html.NOTHING
        : Html.tag("details")
            .with("open", "")
            .of(Html.tag("summary").of(title), Html.join(content));
  }
}
