package io.github.trunkrepro.runtime.environment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.module.ModuleDescriptor.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions as Maven's ranges write them: {@code [17,26)}, {@code [0.35,)}, {@code (,1.0],[1.2,)}. A
 * version alone means exactly that version: where bits are at stake there is no "or something
 * newer".
 */
public final class VersionRange {
  /** The form, in the words of a message. */
  static final String EXPECTED = "a version (2.7.1) or a range ([17,26))";

  private static final String VERSION = "\\s*([0-9][\\w.+-]*)?\\s*";
  private static final Pattern EXACT = Pattern.compile("\\[?\\s*([0-9][\\w.+-]*)\\s*]?");
  private static final Pattern INTERVAL =
      Pattern.compile("([\\[(])" + VERSION + "," + VERSION + "([])])");

  private final String text;
  private final List<Interval> intervals;

  private record Interval(
      Optional<Version> low, boolean withLow, Optional<Version> high, boolean withHigh) {
    boolean contains(Version version) {
      return low.map(bound -> version.compareTo(bound) >= (withLow ? 0 : 1)).orElse(true)
          && high.map(bound -> version.compareTo(bound) <= (withHigh ? 0 : -1)).orElse(true);
    }
  }

  private VersionRange(String text, List<Interval> intervals) {
    this.text = text;
    this.intervals = intervals;
  }

  /**
   * Reads a range.
   *
   * @throws IllegalArgumentException if it is none, or holds no version
   */
  @JsonCreator
  public static VersionRange parse(String text) {
    Matcher exact = EXACT.matcher(text.strip());
    if (exact.matches() && text.contains("[") == text.contains("]")) {
      Optional<Version> only = version(exact.group(1));
      return new VersionRange(text, List.of(new Interval(only, true, only, true)));
    }
    List<Interval> intervals = new ArrayList<>();
    Matcher next = INTERVAL.matcher(text.strip());
    int end = 0;
    while (next.find()
        && text.strip().substring(end, next.start()).matches(end == 0 ? "" : "\\s*,\\s*")) {
      intervals.add(interval(next));
      end = next.end();
    }
    if (intervals.isEmpty() || end != text.strip().length()) {
      throw new IllegalArgumentException("not " + EXPECTED + ": " + text);
    }
    return new VersionRange(text, List.copyOf(intervals));
  }

  private static Interval interval(Matcher matcher) {
    Interval interval =
        new Interval(
            version(matcher.group(2)),
            matcher.group(1).equals("["),
            version(matcher.group(3)),
            matcher.group(4).equals("]"));
    if (interval.low.isPresent()
        && interval.high.isPresent()
        && interval.low.get().compareTo(interval.high.get()) >= 0) {
      throw new IllegalArgumentException("no version lies in " + matcher.group());
    }
    return interval;
  }

  private static Optional<Version> version(String text) {
    return Optional.ofNullable(text).map(Version::parse);
  }

  /** Whether a version lies in the range; text that is no version does not. */
  public boolean contains(String version) {
    try {
      Version parsed = Version.parse(version);
      return intervals.stream().anyMatch(interval -> interval.contains(parsed));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** As it was written. */
  @JsonValue
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VersionRange range && range.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
