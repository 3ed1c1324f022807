package io.github.trunkrepro.runtime.document;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory and disk as people write them. */
public final class ByteSize {
  /** The form, in the words of a message. */
  public static final String EXPECTED =
      "a whole number and one of MiB, GiB, MB and GB, such as 500 MiB";

  /** The form. */
  public static final Pattern PATTERN = Pattern.compile("([0-9]{1,9}) ?(MiB|GiB|MB|GB)");

  private ByteSize() {}

  /** Bytes; empty when the text is no size. */
  public static OptionalLong parse(String text) {
    Matcher size = PATTERN.matcher(text.strip());
    if (!size.matches()) {
      return OptionalLong.empty();
    }
    long unit =
        switch (size.group(2)) {
          case "MiB" -> 1L << 20;
          case "GiB" -> 1L << 30;
          case "MB" -> 1_000_000L;
          default -> 1_000_000_000L;
        };
    return OptionalLong.of(Long.parseLong(size.group(1)) * unit);
  }

  /** In words, as in {@code 23.4 GiB}. */
  public static String text(long bytes) {
    double gibibytes = bytes / (double) (1L << 30);
    return gibibytes >= 1
        ? String.format(Locale.ROOT, "%.1f GiB", gibibytes)
        : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1L << 20));
  }
}
