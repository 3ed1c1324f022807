package io.github.trunkrepro.maven;

import io.github.trunkrepro.runtime.document.UserException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The project's {@code project.build.outputTimestamp}, as Maven's own plugins understand it. */
final class OutputTimestamp {
  /** The first moment for which a zip entry needs no extra field, which would tell the zone. */
  private static final LocalDateTime FIRST = LocalDateTime.of(1980, 1, 1, 0, 0, 2);

  private static final LocalDateTime LAST = LocalDateTime.of(2099, 12, 31, 23, 59, 59);

  private OutputTimestamp() {}

  /**
   * The moment in UTC; always the same where the property is absent or switched off by a single
   * letter.
   *
   * @param text ISO 8601 with an offset, or seconds since 1970; may be null
   */
  static LocalDateTime parse(String text) {
    if (text == null || text.isEmpty() || (text.length() == 1 && !text.matches("\\d"))) {
      return FIRST;
    }
    try {
      Instant moment =
          text.matches("\\d+")
              ? Instant.ofEpochSecond(Long.parseLong(text))
              : OffsetDateTime.parse(text).toInstant();
      LocalDateTime time = LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
      if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
        return time;
      }
    } catch (DateTimeException | NumberFormatException e) {
      // Told below, with what is out of range.
    }
    throw new UserException(
        UserException.Kind.SETUP,
        "The property project.build.outputTimestamp is %s; it must be a time from %sZ to %sZ in ISO 8601, such as 2026-01-31T12:00:00Z, or in seconds since 1970."
            .formatted(text, FIRST, LAST));
  }
}
