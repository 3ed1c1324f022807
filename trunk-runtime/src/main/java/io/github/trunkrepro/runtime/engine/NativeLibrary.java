package io.github.trunkrepro.runtime.engine;

/**
 * One native library of the engine.
 *
 * @param name file name in the engine cache
 * @param sha256 of the file, equal to that of the jar's entry
 * @param jar file name of the jar that it comes from
 */
public record NativeLibrary(String name, String sha256, String jar) {}
