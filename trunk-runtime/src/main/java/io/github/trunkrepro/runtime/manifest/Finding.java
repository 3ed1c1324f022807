package io.github.trunkrepro.runtime.manifest;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One row of the gate's table.
 *
 * @param allowed what {@code now} may be
 * @param declaredAt keys down the baseline's file to where {@code baseline} stands; of a value that
 *     does not stand there alone, those of what holds it
 */
public record Finding(
    String what,
    String baseline,
    String now,
    String allowed,
    Verdict verdict,
    List<String> declaredAt,
    String exactly) {
  /** What a row that is of an entry of {@link AcceptedDrift} begins with. */
  static final String ACCEPTED_DRIFT = "accepted drift: ";

  /** A row with a copy of the list. */
  public Finding {
    declaredAt = List.copyOf(declaredAt);
  }

  /** A row whose words say exactly what there is. */
  public Finding(
      String what,
      String baseline,
      String now,
      String allowed,
      Verdict verdict,
      List<String> declaredAt) {
    this(what, baseline, now, allowed, verdict, declaredAt, now);
  }

  /** Whether the row belongs to the one of all weights above it. */
  public boolean isOfPhase() {
    return what.startsWith(" ");
  }

  /** The difference that it was of no use to accept, if the row says that. */
  public Optional<String> acceptance() {
    return what.startsWith(ACCEPTED_DRIFT)
        ? Optional.of(what.substring(ACCEPTED_DRIFT.length()))
        : Optional.empty();
  }

  /** The same, accepted until a day. */
  Finding accepted(LocalDate until) {
    return new Finding(
        what, baseline, now, "accepted until " + until, Verdict.ACCEPTED, declaredAt, exactly);
  }

  /** What the gate makes of it. */
  public enum Verdict {
    /** As it should be. */
    OK("ok"),
    /** Changed or not measured, but nothing to fail for by itself. */
    NOTE(""),
    /** Drift that {@link AcceptedDrift} lets pass. */
    ACCEPTED("accepted"),
    /** The build fails. */
    DRIFT("DRIFT");

    private final String shown;

    Verdict(String shown) {
      this.shown = shown;
    }

    /** As tables show it. */
    public String shown() {
      return shown;
    }
  }
}
