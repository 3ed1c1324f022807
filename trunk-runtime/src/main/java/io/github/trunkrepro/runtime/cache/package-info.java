/** The folder that keeps what builds need not do again; needs no engine. */
package io.github.trunkrepro.runtime.cache;
