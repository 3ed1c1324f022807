package io.github.trunkrepro.runtime.environment;

import io.github.trunkrepro.runtime.document.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * The probe network learns what it learned on other machines of this platform: bits are tried, not
 * promised, before an hour of training depends on them.
 */
final class ProbeRule implements Rule {
  /** Digests by platform key, as they were seen on several machines. */
  private static final String KNOWN = "probe.properties";

  private static final int SHOWN_DIGITS = 12;

  @Override
  public String name() {
    return "probe";
  }

  @Override
  public Outcome check(Facts facts) {
    return facts.withEngine(
        engine -> {
          String expected = known().getProperty(engine.platform());
          String seen = engine.probe().substring(0, SHOWN_DIGITS);
          if (expected == null) {
            return Outcome.notDeclared(seen + ", and no digest is known for " + engine.platform());
          }
          if (expected.equals(engine.probe())) {
            return Outcome.passed(seen + ", as on other machines");
          }
          return Outcome.failed(
              new Violation(
                  "the probe network learns " + expected,
                  engine.probe(),
                  engine.platform(),
                  "mvn trunk:verify-env -Dtrunk.doctor tries what changes bits here; or declare"
                      + " determinism.tier: tolerance and rules: {probe: warn}"));
        });
  }

  private static Properties known() {
    Properties known = new Properties();
    try (InputStream in = ProbeRule.class.getResourceAsStream(KNOWN)) {
      known.load(in);
    } catch (IOException e) {
      throw new UserException(
          UserException.Kind.SETUP, "the plugin's own jar cannot be read: " + e, e);
    }
    return known;
  }
}
