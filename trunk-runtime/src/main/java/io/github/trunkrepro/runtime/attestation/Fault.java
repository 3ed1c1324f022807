package io.github.trunkrepro.runtime.attestation;

/**
 * Something in a bundle that is not as it should be.
 *
 * @param check that found it, a word such as {@code weights}
 * @param message what, where, expected and found
 */
public record Fault(String check, String message) {}
