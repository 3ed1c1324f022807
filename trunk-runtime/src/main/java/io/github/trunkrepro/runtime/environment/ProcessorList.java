package io.github.trunkrepro.runtime.environment;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists of processors as Linux writes them: {@code 0-3,8,10-11}. */
final class ProcessorList {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

  private ProcessorList() {}

  /** How many a list names; empty if it names none or is no such list. */
  static Optional<Long> count(String list) {
    long count = 0;
    for (String range : list.strip().split(",", -1)) {
      Matcher matcher = RANGE.matcher(range);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      long first = Long.parseLong(matcher.group(1));
      long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
      if (last < first) {
        return Optional.empty();
      }
      count += last - first + 1;
    }
    return Optional.of(count);
  }
}
