package io.github.trunkrepro.runtime.environment;

/**
 * One thing that is not as declared.
 *
 * @param expected in words
 * @param found in words
 * @param where it is declared: {@code file:line:column}, an XML path, a pom's line
 * @param mend the edit or command that mends it
 */
public record Violation(String expected, String found, String where, String mend) {}
