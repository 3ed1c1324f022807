package io.github.trunkrepro.runtime.inference;

import io.github.trunkrepro.runtime.manifest.Accuracy;
import java.util.Optional;

/**
 * How well one class is found.
 *
 * @param recall share of the class's images that were given the class; empty without images
 * @param precision share of the images given the class that are of it; empty when none was
 * @param mistakenFor the class that its images were given most often instead, the first of equals;
 *     empty when all were right
 */
public record ClassMeasures(
    String name,
    Optional<Accuracy> recall,
    Optional<Accuracy> precision,
    Optional<String> mistakenFor) {}
