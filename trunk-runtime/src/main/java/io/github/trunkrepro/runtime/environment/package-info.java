/**
 * Whether this machine, this engine and these dependencies are those that were declared: facts,
 * rules over them, a report.
 */
package io.github.trunkrepro.runtime.environment;
