package io.github.trunkrepro.runtime.engine;

/**
 * One native library of the engine.
 *
 * @param name file name; of a PyTorch that stands on the machine, its path below the folder
 * @param sha256 of the file, as expected and found
 * @param source file name of the jar that it comes from, or the folder in which it stands
 */
public record NativeLibrary(String name, String sha256, String source) {}
