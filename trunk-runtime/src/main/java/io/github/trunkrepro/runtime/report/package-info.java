/** Pictures of trees, of what they do, and of what a recipe does to images. */
package io.github.trunkrepro.runtime.report;
