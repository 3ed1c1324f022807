def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
builds.acceptBaseline()

File cache = builds.cache('cache', true)
Map before = builds.expected()

// A byte of the root's weights flips, as on a bad disk. (Other builds' roots are in the cache too.)
File entry = new File(cache, 'nodes/' + before.nodes[0].phases.find { it.phase == 'grouping' }.key)
File weights = new File(entry, 'weights.safetensors')
byte[] whole = weights.bytes
byte[] flipped = whole.clone()
flipped[flipped.length - 100] ^= 1
weights.bytes = flipped

String said = builds.succeeds('verify', '-Dtrunk.cache=' + cache)
assert said.contains("[WARNING] the node cache entry ${entry} is damaged (digest of weights.safetensors differs);" +
    " it was moved to damaged-${entry.name} and is trained again")
assert said.contains('1 phases trained, 11 taken from the node cache')
assert said.contains('The run is as the baseline.')
assert weights.bytes == whole
assert new File(cache, "nodes/damaged-${entry.name}/weights.safetensors").bytes == flipped
assert builds.manifest(new File(basedir, 'target/trunk')).reproducible == before
