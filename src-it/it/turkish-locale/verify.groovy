def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)

// In Turkish "I" is not the capital of "i", and a comma stands before decimals; nothing of it may be seen.
String said = new File(basedir, 'build.log').getText('UTF-8')
assert said.contains('validation 33.33 %')
assert said.contains('test accuracy 0.3542 (85/240)')
assert said =~ /LINE\.PNG: .*\(0\.\d{4}\)/
assert said.contains('Every trained node has the digests that it was stored with.')
assert !(said =~ /\d,\d+ (%|MiB)/)

// The same project in English: the same bits, the same manifest, the same baseline.
File english = builds.project(new File(basedir, 'english'))
String also = builds.succeeds('verify', folder: english)
assert also.contains('The run is as the baseline.')
assert builds.manifest(new File(english, 'target/trunk')).reproducible ==
    builds.manifest(new File(basedir, 'target/trunk')).reproducible
