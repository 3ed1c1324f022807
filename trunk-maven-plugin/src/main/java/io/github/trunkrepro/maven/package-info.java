/** The goals. They know Maven and nothing of DJL; everything that trains runs in a fork. */
package io.github.trunkrepro.maven;
