package io.github.trunkrepro.runtime.manifest;

/** Epoch. */
public record EpochRecord(
    int epoch, double loss, double validationAccuracy, double learningRate, String weightsDigest) {}
