package io.github.trunkrepro.runtime.fork;

import io.github.trunkrepro.runtime.environment.EngineFacts;
import io.github.trunkrepro.runtime.environment.MachineFacts;
import io.github.trunkrepro.runtime.environment.NoEngine;
import java.util.Optional;

/** What a fork saw of the machine and of the engine. */
public record ForkFacts(MachineFacts machine, Optional<EngineFacts> engine, NoEngine noEngine) {}
