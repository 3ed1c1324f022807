package io.github.trunkrepro.runtime.engine;

/**
 * Where and with what a run computes: two runs on equal platforms must give equal bits. Says
 * nothing of the number of cores, on which no bit depends.
 *
 * @param device as in {@code cpu}
 * @param os as in {@code linux}
 * @param architecture as in {@code x86_64}
 * @param pytorch version and flavour, as in {@code 2.7.1-cpu}
 * @param natives first 12 hexadecimal digits of the SHA-256 over the native libraries' digests
 * @param instructions the word portable, or the word native and the CPU
 * @param threads intra-op threads
 */
public record Platform(
    String device,
    String os,
    String architecture,
    String pytorch,
    String natives,
    String instructions,
    int threads) {

  /** All of it in one word, as in {@code cpu-linux-x86_64-2.7.1-cpu-0123456789ab-portable-2}. */
  public String key() {
    return String.join(
        "-", device, os, architecture, pytorch, natives, instructions, Integer.toString(threads));
  }
}
