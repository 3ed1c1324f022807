package io.github.trunkrepro.runtime.dataset;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Words for data that cannot be used. */
final class DataErrors {
  private static final int LISTED = 20;

  private DataErrors() {}

  /** Formats numbers in the same way whatever the user's locale is. */
  static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  static UserException setup(String message) {
    return new UserException(UserException.Kind.SETUP, message);
  }

  static UserException unreadable(Path file, IOException cause) {
    return new UserException(
        UserException.Kind.SETUP,
        file + " cannot be read: " + cause + ". Check that it is there and readable.",
        cause);
  }

  /** A list that stays short whatever a folder holds. */
  static String list(List<String> names) {
    if (names.isEmpty()) {
      return "nothing";
    }
    String shown = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
    return names.size() > LISTED ? shown + " and " + (names.size() - LISTED) + " more" : shown;
  }

  /** The same with a line for each. */
  static String lines(List<String> items) {
    String shown = String.join("\n  ", items.subList(0, Math.min(LISTED, items.size())));
    return items.size() > LISTED ? shown + "\n  and " + (items.size() - LISTED) + " more" : shown;
  }

  /** Fails with the problems, if there are any. */
  static void throwIfAny(String headline, List<String> problems) {
    if (!problems.isEmpty()) {
      throw setup(headline + "\n  " + lines(problems));
    }
  }
}
