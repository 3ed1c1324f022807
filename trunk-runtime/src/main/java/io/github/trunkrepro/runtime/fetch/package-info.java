/** Gets the files of official data sets. */
package io.github.trunkrepro.runtime.fetch;
