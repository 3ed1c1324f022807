package io.github.trunkrepro.runtime.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * No environment variable of the caller's asks for other bits. The training process inherits none
 * of them; but who sets one expects it to count, and must hear that it does not.
 */
final class VariablesRule implements Rule {
  private static final Pattern KNOWN =
      Pattern.compile(
          "(OMP|GOMP|KMP|MKL|DNNL|ONEDNN|ATEN|OPENBLAS|BLIS|CUBLAS|CUDNN)_.*"
              + "|MALLOC_.*|LD_PRELOAD|LD_LIBRARY_PATH|GLIBC_TUNABLES"
              + "|(CUDA|NVIDIA)_(VISIBLE_DEVICES|TF32_OVERRIDE|LAUNCH_BLOCKING|MODULE_LOADING)"
              + "|(TORCH|PYTORCH)_.*|ENGINE_CACHE_DIR|DJL_.*");

  /** Numbers of machines and not of bits. */
  private static final Pattern HARMLESS =
      Pattern.compile("NVIDIA_VISIBLE_DEVICES|OPENBLAS_(CORETYPE|L2_SIZE|NUM_THREADS)");

  @Override
  public String name() {
    return "variables";
  }

  @Override
  public Outcome check(Facts facts) {
    List<Violation> violations = new ArrayList<>();
    for (Map.Entry<String, String> set : new TreeMap<>(facts.callerVariables()).entrySet()) {
      String name = set.getKey();
      if (!isKnown(name) || set.getValue().equals(facts.pinnedVariables().get(name))) {
        continue;
      }
      Declared<String> declared = facts.declared().variables().get(name);
      if (declared != null && declared.value().equals(set.getValue())) {
        continue;
      }
      String pinned = facts.pinnedVariables().get(name);
      violations.add(
          new Violation(
              declared != null
                  ? name + "=" + declared.value()
                  : name + (pinned == null ? " not set" : " not set, or " + pinned),
              name + "=" + set.getValue(),
              declared != null ? declared.where() : "the environment of the build",
              "unset " + name + ", or declare it under variables"));
    }
    return Outcome.of(violations, facts.pinnedVariables().size() + " pinned, none foreign");
  }

  /** Whether a variable is known to change bits, or where libraries come from. */
  static boolean isKnown(String name) {
    return KNOWN.matcher(name).matches() && !HARMLESS.matcher(name).matches();
  }
}
