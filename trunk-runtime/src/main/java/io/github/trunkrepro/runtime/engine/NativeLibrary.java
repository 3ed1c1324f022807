package io.github.trunkrepro.runtime.engine;

/**
 * A native library of the engine, as this process has loaded it.
 *
 * @param name file name
 * @param sha256 of the file, equal to that of the jar's entry
 * @param jar file name of the jar that it was unpacked from
 */
public record NativeLibrary(String name, String sha256, String jar) {}
