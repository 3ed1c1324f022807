package io.github.trunkrepro.runtime.engine;

import java.util.Optional;

/**
 * Where and with what a run computes: two runs on equal platforms must give equal bits. Says
 * nothing of the number of cores, on which no bit depends.
 *
 * @param device {@code cpu}, or {@code cuda} and the compute capability, as in {@code cuda90}
 * @param os as in {@code linux}
 * @param architecture as in {@code x86_64}
 * @param pytorch version and flavour, as in {@code 2.7.1-cpu}
 * @param natives first 12 hexadecimal digits of the SHA-256 over the native libraries' digests
 * @param instructions the word portable, or the word native and the CPU
 * @param threads intra-op threads
 * @param variables digest of the environment variables that the user declared; empty without any
 */
public record Platform(
    String device,
    String os,
    String architecture,
    String pytorch,
    String natives,
    String instructions,
    int threads,
    Optional<String> variables) {

  /** All of it in one word, as in {@code cpu-linux-x86_64-2.7.1-cpu-0123456789ab-portable-2}. */
  public String key() {
    String key =
        String.join(
            "-",
            device,
            os,
            architecture,
            pytorch,
            natives,
            instructions,
            Integer.toString(threads));
    return variables.map(digest -> key + "-" + digest).orElse(key);
  }
}
