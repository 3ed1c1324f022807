package io.github.trunkrepro.runtime.manifest;

import io.github.trunkrepro.runtime.document.Names;
import io.github.trunkrepro.runtime.document.UserException;
import io.github.trunkrepro.runtime.manifest.Finding.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A gate beyond test accuracy, tree and bits, which a baseline holds when its user asked for it.
 *
 * @param allowed how far each value may be from the accepted one: a difference, or a share of the
 *     accepted value where {@link GateKind} says so
 * @param accepted values by platform key, and there by what they are of
 */
public record BaselineGate(
    GateKind gate, BigDecimal allowed, SortedMap<String, SortedMap<String, BigDecimal>> accepted) {
  private static final String NONE = "none";

  /** A gate with sorted copies of the maps. */
  public BaselineGate {
    SortedMap<String, SortedMap<String, BigDecimal>> copy = new TreeMap<>();
    accepted.forEach(
        (platform, values) ->
            copy.put(platform, Collections.unmodifiableSortedMap(new TreeMap<>(values))));
    accepted = Collections.unmodifiableSortedMap(copy);
  }

  /**
   * Gates as a user writes them, {@code class-accuracy=0.05}; {@code none} alone stands for no
   * gate.
   *
   * @throws UserException of kind SETUP for what is no gate
   */
  public static Map<GateKind, BigDecimal> parse(List<String> settings) {
    Map<GateKind, BigDecimal> gates = new EnumMap<>(GateKind.class);
    for (String setting : settings) {
      if (setting.strip().equals(NONE) && settings.size() == 1) {
        return gates;
      }
      String[] parts = setting.strip().split("=", -1);
      GateKind kind = kind(parts[0].strip(), setting);
      if (gates.put(kind, allowed(parts, setting)) != null) {
        throw mistake(setting, "each gate once; " + kind.label() + " stands there twice");
      }
    }
    return gates;
  }

  private static GateKind kind(String name, String setting) {
    List<String> names = Arrays.stream(GateKind.values()).map(GateKind::label).toList();
    return Arrays.stream(GateKind.values())
        .filter(kind -> kind.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                mistake(
                    setting, "one of " + String.join(", ", names) + Names.didYouMean(name, names)));
  }

  private static BigDecimal allowed(String[] parts, String setting) {
    try {
      BigDecimal value = new BigDecimal(parts.length == 2 ? parts[1].strip() : "");
      if (value.signum() >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, with what is expected.
    }
    throw mistake(setting, "GATE=NUMBER with a number of 0 or more, such as class-accuracy=0.05");
  }

  private static UserException mistake(String setting, String expected) {
    return new UserException(
        UserException.Kind.SETUP,
        "<gates> (trunk.gates) has \"%s\"; expected %s.".formatted(setting, expected));
  }

  /**
   * The gates of a baseline that accepts a run.
   *
   * @param present gates whose values on other platforms stay
   * @param asked what the user asks for; empty to keep what there is
   */
  static List<BaselineGate> accept(
      List<BaselineGate> present, Optional<Map<GateKind, BigDecimal>> asked, Manifest run) {
    Map<GateKind, BigDecimal> allowed = new EnumMap<>(GateKind.class);
    Map<GateKind, SortedMap<String, SortedMap<String, BigDecimal>>> accepted =
        new EnumMap<>(GateKind.class);
    for (BaselineGate gate : present) {
      allowed.put(gate.gate, gate.allowed);
      accepted.put(gate.gate, gate.accepted);
    }
    List<BaselineGate> gates = new ArrayList<>();
    asked
        .orElse(allowed)
        .forEach(
            (kind, limit) -> {
              SortedMap<String, SortedMap<String, BigDecimal>> values =
                  new TreeMap<>(accepted.getOrDefault(kind, new TreeMap<>()));
              SortedMap<String, BigDecimal> measured =
                  kind.measure(run.reproducible(), Optional.of(run.environment()));
              if (!measured.isEmpty()) {
                values.put(run.environment().platform(), measured);
              } else if (asked.isPresent()) {
                throw new UserException(
                    UserException.Kind.SETUP,
                    "gate %s (trunk.gates): this run has no value to accept: %s"
                        .formatted(kind.label(), kind.whyNotMeasured()));
              }
              gates.add(new BaselineGate(kind, limit, values));
            });
    return gates;
  }

  /** The gate without what was accepted of it. */
  BaselineGate emptied() {
    return new BaselineGate(gate, allowed, new TreeMap<>());
  }

  /** A value that is furthest from the accepted one. */
  private record Change(
      String name, Optional<BigDecimal> before, Optional<BigDecimal> now, BigDecimal size) {}

  /**
   * Holds a run against the values of its platform, or where there are none against those of the
   * platform that the baseline was made on.
   *
   * @param environment empty where the run's is not known
   */
  Finding check(
      Reproducible run, Optional<Environment> environment, String platform, String madeOn) {
    SortedMap<String, BigDecimal> expected = expected(platform, madeOn);
    SortedMap<String, BigDecimal> found = gate.measure(run, environment);
    if (expected.isEmpty() || found.isEmpty()) {
      return finding(
          expected.isEmpty() ? "not measured" : "measured",
          found.isEmpty() ? "not measured" : "measured",
          gate.isOfPlatform() ? Verdict.NOTE : Verdict.DRIFT);
    }
    SortedSet<String> names = new TreeSet<>(expected.keySet());
    names.addAll(found.keySet());
    Change worst = null;
    for (String name : names) {
      Change change = change(name, expected, found, run);
      if (worst == null || change.size.compareTo(worst.size) > 0) {
        worst = change;
      }
    }
    String shown = gate.shown(worst.name, run) + " ";
    return finding(
        shown + text(worst.before),
        shown + text(worst.now),
        worst.size.compareTo(allowed) > 0 ? Verdict.DRIFT : Verdict.OK);
  }

  private SortedMap<String, BigDecimal> expected(String platform, String madeOn) {
    if (accepted.containsKey(platform) || gate.isOfPlatform()) {
      return accepted.getOrDefault(platform, new TreeMap<>());
    }
    return accepted.containsKey(madeOn) || accepted.isEmpty()
        ? accepted.getOrDefault(madeOn, new TreeMap<>())
        : accepted.get(accepted.firstKey());
  }

  private Change change(
      String name,
      SortedMap<String, BigDecimal> expected,
      SortedMap<String, BigDecimal> found,
      Reproducible run) {
    Optional<BigDecimal> before = Optional.ofNullable(expected.get(name));
    Optional<BigDecimal> now = Optional.ofNullable(found.get(name));
    Optional<BigDecimal> floor = gate.below(run, name);
    Optional<BigDecimal> from = before.or(() -> floor);
    Optional<BigDecimal> to = now.or(() -> floor);
    if (from.isEmpty() || to.isEmpty()) {
      // A node or class that is not there is further away than anything that is allowed.
      return new Change(name, before, now, allowed.add(BigDecimal.ONE));
    }
    BigDecimal difference = to.get().subtract(from.get());
    BigDecimal size = gate.isOneSided() ? difference.max(BigDecimal.ZERO) : difference.abs();
    return new Change(
        name,
        before,
        now,
        gate.isRelative() && from.get().signum() > 0
            ? size.divide(from.get(), MathContext.DECIMAL64)
            : size);
  }

  private Finding finding(String before, String now, Verdict verdict) {
    return new Finding(
        gate.label().replace('-', ' '), before, now, limit(), verdict, List.of("gates"));
  }

  private String limit() {
    String size =
        gate.isRelative()
            ? allowed.movePointRight(2).stripTrailingZeros().toPlainString() + " %"
            : allowed.toPlainString();
    return (gate.isOneSided() ? "+ " : "+/- ") + size + " each";
  }

  private String text(Optional<BigDecimal> value) {
    if (value.isEmpty()) {
      return gate == GateKind.LIKELIHOODS ? "too low to be kept" : "not there";
    }
    int decimals = gate.isRelative() ? gate.decimals() : Math.max(gate.decimals(), allowed.scale());
    return value.get().setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }
}
