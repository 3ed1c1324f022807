package io.github.trunkrepro.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** A page as a browser without a screen shows it; tests that need one are skipped without. */
final class Chromium {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final int SECONDS = 60;

  private Chromium() {}

  /**
   * A page after its scripts have run.
   *
   * @param console what was written there, errors of scripts and refused requests included
   */
  record Shown(Document document, List<String> console) {}

  /** Opens a page and runs a script at its end, which the page's policy is made to allow. */
  static Shown show(HtmlPage page, String script, Path folder)
      throws IOException, InterruptedException {
    String markup =
        page.markup()
            .replace("script-src ", "script-src 'sha256-" + HtmlPage.sha256(script) + "' ")
            .replace("</body>\n</html>", "<script>" + script + "</script>\n</body>\n</html>");
    Path file = folder.resolve("page.html");
    Files.writeString(file, markup);
    Path output = folder.resolve("shown.html");
    Path log = folder.resolve("log.txt");
    Process browser =
        new ProcessBuilder(
                executable(),
                "--headless=new",
                // A user namespace of its own is what containers most often refuse.
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--user-data-dir=" + folder.resolve("profile"),
                "--window-size=1100,900",
                "--virtual-time-budget=5000",
                "--enable-logging=stderr",
                "--dump-dom",
                file.toUri().toString())
            .redirectOutput(output.toFile())
            .redirectError(log.toFile())
            .start();
    boolean ended = browser.waitFor(SECONDS, TimeUnit.SECONDS);
    browser.descendants().forEach(ProcessHandle::destroyForcibly);
    browser.destroyForcibly().waitFor();
    assertThat(ended).as("ended within %d seconds", SECONDS).isTrue();
    List<String> console =
        Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
            .filter(line -> line.contains("CONSOLE"))
            .toList();
    return new Shown(Jsoup.parse(output, StandardCharsets.UTF_8.name()), console);
  }

  private static String executable() {
    Optional<Path> found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .flatMap(folder -> NAMES.stream().map(Path.of(folder)::resolve))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "no browser on the PATH: " + String.join(", ", NAMES));
    return found.orElseThrow().toString();
  }

  /** The texts of a chart, in the order in which it was drawn. */
  static List<String> texts(Document document, String chart) {
    return Stream.ofNullable(document.getElementById(chart))
        .flatMap(place -> place.select("svg text").stream())
        .map(text -> text.text())
        .toList();
  }
}
