package io.github.trunkrepro.runtime.inference;

import io.github.trunkrepro.runtime.manifest.Accuracy;
import io.github.trunkrepro.runtime.network.Counts;
import java.util.Optional;

/**
 * What one node did with the images that came to it. Every image that was given a wrong class was
 * lost at exactly one node: the first that sent it away from its class.
 *
 * @param node the node's id
 * @param classes in words
 * @param reached images that came to it
 * @param accuracy of its decisions on those of them that are of its own classes; empty without any
 * @param lost images of its own classes that it sent away from them
 * @param counts size and work of its network
 */
public record NodeMeasures(
    String node,
    String classes,
    long reached,
    Optional<Accuracy> accuracy,
    long lost,
    Counts counts) {}
