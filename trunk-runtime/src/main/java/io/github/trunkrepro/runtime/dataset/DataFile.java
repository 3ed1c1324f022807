package io.github.trunkrepro.runtime.dataset;

/** A file that images came from: its name relative to the source, length in bytes and SHA-256. */
public record DataFile(String name, long bytes, String sha256) {}
