def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
builds.acceptBaseline()

// The clock was in the future when the cache, the results and the recipe were written, or is now in the past.
File cache = builds.cache('cache-of-tomorrow', true)
[new File(basedir, 'src'), new File(basedir, 'target'), new File(cache, 'nodes')].each {
    it.mkdirs()
    it.eachFileRecurse { it.setLastModified(System.currentTimeMillis() + 400L * 24 * 3600 * 1000) }
}
String said = builds.succeeds('verify', 'trunk:cache', '-Dtrunk.unusedDays=1', '-Dtrunk.cache=' + cache)
assert said.contains('0 phases trained, 12 taken from the node cache')
assert said.contains('removed 0 entries')
assert builds.manifest(new File(basedir, 'target/trunk')).reproducible == builds.expected()
