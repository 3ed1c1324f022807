/** Networks that others trained and published, turned into this project's layout. */
package io.github.trunkrepro.runtime.importing;
