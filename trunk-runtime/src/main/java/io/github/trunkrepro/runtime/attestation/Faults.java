package io.github.trunkrepro.runtime.attestation;

import io.github.trunkrepro.runtime.document.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects faults, so that all are told at once. */
final class Faults {
  private static final int LONGEST = 200;

  private final List<Fault> faults = new ArrayList<>();

  List<Fault> list() {
    return List.copyOf(faults);
  }

  void add(String check, String message) {
    Fault fault = new Fault(check, message);
    if (!faults.contains(fault)) {
      faults.add(fault);
    }
  }

  /** Adds a fault when two values differ. */
  void same(String check, String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      add(check, "%s: expected %s, found %s".formatted(what, shown(expected), shown(found)));
    }
  }

  /** What can be read; a fault and nothing when it cannot. */
  <T> Optional<T> read(String check, Supplier<T> reader) {
    try {
      return Optional.of(reader.get());
    } catch (UserException | IllegalArgumentException | IndexOutOfBoundsException e) {
      add(check, e.getMessage());
      return Optional.empty();
    }
  }

  /** Does a check; what it stumbles over is a fault too. */
  void check(String check, Runnable work) {
    read(
        check,
        () -> {
          work.run();
          return "";
        });
  }

  private static String shown(Object value) {
    String text = value.toString();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
