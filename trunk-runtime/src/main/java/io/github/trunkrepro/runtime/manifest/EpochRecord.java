package io.github.trunkrepro.runtime.manifest;

/**
 * One epoch of a phase.
 *
 * @param epoch from 1
 * @param loss mean over the training images
 * @param validation accuracy on the validation images
 * @param weightsDigest SHA-256 of the network's state after the epoch
 */
public record EpochRecord(
    int epoch, double loss, Accuracy validation, double learningRate, String weightsDigest) {}
