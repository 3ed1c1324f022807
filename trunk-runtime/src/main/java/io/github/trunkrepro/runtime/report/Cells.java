package io.github.trunkrepro.runtime.report;

import io.github.trunkrepro.runtime.document.ReadableJson;
import io.github.trunkrepro.runtime.manifest.Accuracy;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Values as they are shown in tables: rounded for people, and exactly as JSON has them in the
 * {@code value} of a {@code data} element, by which scripts sort.
 */
final class Cells {
  private static final int SIGNIFICANT = 4;
  private static final int VOLATILITY_DECIMALS = 6;
  private static final int DIGEST_DIGITS = 12;
  private static final double LEAST_P = 0.0001;

  private Cells() {}

  static Html number(Number exact, String shown) {
    return Html.tag("data").with("value", ReadableJson.write(exact).strip()).of(shown);
  }

  static Html number(long value) {
    return number(value, String.format(Locale.ROOT, "%,d", value));
  }

  /** With four significant digits, and never fewer than before the decimal point. */
  static Html number(double value) {
    BigDecimal exact = new BigDecimal(value);
    int digits = Math.max(SIGNIFICANT, exact.precision() - exact.scale());
    BigDecimal rounded = exact.round(new MathContext(digits));
    boolean wide = rounded.signum() != 0 && Math.abs(value) < LEAST_P;
    return number(value, wide ? rounded.toString() : plain(rounded));
  }

  static Html number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : Html.NOTHING;
  }

  /** A difference of shares of 1, in percentage points. */
  static Html points(double difference) {
    return number(difference, String.format(Locale.ROOT, "%+.2f", 100 * difference));
  }

  /** A share of 1, in percent. */
  static Html percent(double share) {
    return number(share, String.format(Locale.ROOT, "%.2f %%", 100 * share));
  }

  static Html percent(OptionalDouble share) {
    return share.isPresent() ? percent(share.getAsDouble()) : Html.NOTHING;
  }

  static Html percent(Accuracy accuracy) {
    return number(
        accuracy.value(),
        String.format(Locale.ROOT, "%.2f %%", accuracy.value().movePointRight(2)));
  }

  /** A share of 1 with the decimals that it has, in percent. */
  static Html percent(BigDecimal share) {
    return number(share, String.format(Locale.ROOT, "%.2f %%", share.movePointRight(2)));
  }

  static Html images(Accuracy accuracy) {
    return Html.join(number(accuracy.correct()), Html.text(" of "), number(accuracy.images()));
  }

  /** Grouping volatility, whose ranges may be narrow. */
  static Html volatility(double value) {
    return number(value, shownVolatility(value));
  }

  static String shownVolatility(double value) {
    return plain(BigDecimal.valueOf(value).setScale(VOLATILITY_DECIMALS, RoundingMode.HALF_EVEN));
  }

  /** A probability under the null hypothesis. */
  static Html p(double value) {
    return number(value, value < LEAST_P ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", value));
  }

  static Html p(OptionalDouble value) {
    return value.isPresent() ? p(value.getAsDouble()) : Html.NOTHING;
  }

  /** Two ends with a word between. */
  static Html range(Html low, Html high) {
    return Html.join(low, Html.text(" to "), high);
  }

  static Html digest(String digest) {
    String shown = digest.substring(0, Math.min(DIGEST_DIGITS, digest.length()));
    return Html.tag("code").with("title", digest).of(shown);
  }

  /** Labels on axes: {@code network: vgg, batch size: 32}. */
  static String settings(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + ": " + setting.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
