package io.github.trunkrepro.maven;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Environment of a fork. */
final class ForkEnvironment {
  /** What Windows needs to run a process at all. */
  private static final List<String> WINDOWS =
      List.of("SystemRoot", "SystemDrive", "windir", "TEMP", "TMP", "USERPROFILE");

  private ForkEnvironment() {}

  /** The engine's variables and the few that a process needs; nothing else is inherited. */
  static Map<String, String> of(Map<String, String> engine) {
    Map<String, String> environment = new LinkedHashMap<>();
    if (System.getProperty("os.name").startsWith("Windows")) {
      for (String name : WINDOWS) {
        String value = System.getenv(name);
        if (value != null) {
          environment.put(name, value);
        }
      }
      environment.put("PATH", environment.get("SystemRoot") + "\\System32");
    } else {
      environment.put("PATH", "/usr/bin:/bin");
      environment.put("HOME", System.getProperty("user.home"));
      environment.put("LANG", "C.UTF-8");
      environment.put("TMPDIR", System.getProperty("java.io.tmpdir"));
    }
    environment.putAll(engine);
    return environment;
  }
}
