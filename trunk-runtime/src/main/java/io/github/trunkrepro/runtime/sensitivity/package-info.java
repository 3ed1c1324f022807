/** Studies: how far the tree and its accuracy depend on each choice of a recipe. */
package io.github.trunkrepro.runtime.sensitivity;
