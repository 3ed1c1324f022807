package io.github.trunkrepro.runtime.transform;

import io.github.trunkrepro.runtime.dataset.ImageShape;

/**
 * One image after {@link TransformSpec.ToTensor}. The array is this image's own: steps may write
 * into it.
 *
 * @param values in the order channel, row, column
 */
@SuppressWarnings("ArrayRecordComponent") // Short-lived carrier; nobody compares two of them.
record FloatImage(ImageShape shape, float[] values) {}
