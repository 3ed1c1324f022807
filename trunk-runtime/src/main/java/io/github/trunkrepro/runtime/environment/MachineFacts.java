package io.github.trunkrepro.runtime.environment;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was found on the machine, by the process that trains. Limits of a control group count, not
 * the host's figures.
 *
 * @param java version, as in {@code 17.0.15}
 * @param javaHome folder of that JDK
 * @param os {@code linux}, {@code osx}, {@code win}, or as the system calls itself
 * @param osVersion name and version in words
 * @param kernel version
 * @param libc name and version, as in {@code glibc 2.36}; empty where there is no such notion
 * @param arch {@code x86_64}, {@code aarch64}, or as the system calls it
 * @param cpu model
 * @param cpuFeatures in lower case; empty where the system does not tell
 * @param cores that this process may use
 * @param memory bytes that this process may use
 * @param disk free bytes where results are written
 * @param gpus as NVIDIA's management library tells
 */
public record MachineFacts(
    String java,
    String javaHome,
    String os,
    String osVersion,
    String kernel,
    Optional<String> libc,
    String arch,
    String cpu,
    SortedSet<String> cpuFeatures,
    Limit cores,
    Limit memory,
    long disk,
    GpuFacts gpus) {

  /** Facts with a copy of the set. */
  public MachineFacts {
    cpuFeatures = new TreeSet<>(cpuFeatures);
  }

  /** The same with another amount of free disk, which changes all the time. */
  public MachineFacts withDisk(long freeBytes) {
    return new MachineFacts(
        java,
        javaHome,
        os,
        osVersion,
        kernel,
        libc,
        arch,
        cpu,
        cpuFeatures,
        cores,
        memory,
        freeBytes,
        gpus);
  }

  /**
   * How much there is of something, and who says so.
   *
   * @param from in words: {@code the machine}, {@code cpu.max of the control group /a/b}
   */
  public record Limit(long value, String from) {}
}
