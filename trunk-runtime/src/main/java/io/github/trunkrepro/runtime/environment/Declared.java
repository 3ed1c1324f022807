package io.github.trunkrepro.runtime.environment;

/**
 * A value with the place where the user wrote it.
 *
 * @param where {@code file:line:column}, or the XML path in the plugin's configuration
 */
public record Declared<T>(T value, String where) {}
