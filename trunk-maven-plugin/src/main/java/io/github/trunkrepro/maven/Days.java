package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** Days as users write them. */
final class Days {
  private Days() {}

  /**
   * A day.
   *
   * @param parameter as messages name it
   * @throws UserException when the text is no day
   */
  static LocalDate parse(String parameter, String text) {
    try {
      return LocalDate.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw new UserException(
          UserException.Kind.SETUP,
          "%s is %s; it must be a day, such as 2027-12-31.".formatted(parameter, text));
    }
  }
}
