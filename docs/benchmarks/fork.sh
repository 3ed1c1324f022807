# For the other scripts: goes to the repository's root, and starts benchmarks as the plugin starts a fork.
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

runtime=trunk-runtime
classpath=$runtime/target/classes:$runtime/target/test-classes:$(cat $runtime/target/classpath)
benchmark=io.github.trunkrepro.runtime.benchmark

print_environment() { java -cp "$classpath" $benchmark.PrintEnvironment "$@"; }

# Takes threads, class, arguments... With instructions=native it uses all that the CPU has; variables in the array extra
# are handed on.
as_fork() {
  local threads=$1 environment arguments
  shift
  # The environment that EngineEnvironment gives to a fork: NAME=VALUE lines, then the JVM's arguments.
  mapfile -t environment < <(print_environment variables "$threads" $runtime/target/engine-cache "${instructions:-portable}")
  mapfile -t arguments < <(print_environment arguments)
  env -i PATH="$PATH" "${environment[@]}" ${extra[@]+"${extra[@]}"} java "${arguments[@]}" -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
    -cp "$classpath" "$@"
}
