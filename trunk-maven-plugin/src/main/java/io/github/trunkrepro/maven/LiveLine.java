package io.github.trunkrepro.maven;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;

/** The last line of a terminal, written again and again in place. */
final class LiveLine {
  private static final int COLUMNS = 79;

  private final PrintStream out;
  private int shown;

  LiveLine(PrintStream out) {
    this.out = out;
  }

  /**
   * The terminal's line, where a human watches: not in batch mode, in CI or beside other builds.
   */
  @SuppressWarnings("SystemOut")
  static Optional<LiveLine> of(MavenSession session) {
    boolean watched =
        session.getRequest().isInteractiveMode()
            && !session.isParallel()
            && System.getenv("CI") == null
            && !"dumb".equals(System.getenv("TERM"))
            && isTerminal(System.console());
    return watched ? Optional.of(new LiveLine(System.out)) : Optional.empty();
  }

  /** From Java 22 on there is a console without a terminal, too. */
  private static boolean isTerminal(Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Writes over what is shown. */
  void show(String text) {
    String cut = text.length() > COLUMNS ? text.substring(0, COLUMNS) : text;
    out.print('\r' + cut + " ".repeat(Math.max(0, shown - cut.length())));
    out.flush();
    shown = cut.length();
  }

  /** Leaves an empty line for others to write on. */
  void clear() {
    if (shown > 0) {
      out.print('\r' + " ".repeat(shown) + '\r');
      out.flush();
      shown = 0;
    }
  }
}
