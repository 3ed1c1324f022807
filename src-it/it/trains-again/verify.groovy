def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)

String cache = '-Dtrunk.cache=' + builds.cache('cache', true)
def trained = { String said ->
    (said =~ /(?m)^\[INFO\] (.+ phase): best epoch \d+, validation [\d.]+ %, (?!reused).*$/).collect { it[1] }
}

// Nothing has changed: nothing is trained, and the build takes seconds.
long begin = System.nanoTime()
String again = builds.succeeds('verify', cache)
println "nothing to train: ${(System.nanoTime() - begin).intdiv(1_000_000)} ms"
assert again.contains('0 phases trained, 12 taken from the node cache')
assert again.contains('The run is as the baseline.')
assert trained(again).isEmpty()

// One hyperparameter of one node: its phase and the node below it; its parents and sisters are as they were.
String changed = builds.succeeds('verify', cache, '-Dlr=0.02', '-Dtrunk.failOnDrift=false', '-Dtrunk.verifyBits=false')
assert trained(changed) == ['{bar, bar-dot, bar-hook}, grouping phase', '{bar, bar-dot}, class phase']
assert changed.contains('2 phases trained, 10 taken from the node cache')
assert changed.contains('The recipe has changed')
