def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)

// .mvn/jvm.config: in Turkish "I" is not the capital of "i", and a comma stands before decimals; nothing of it may be seen.
String said = new File(basedir, 'build.log').getText('UTF-8')
assert said.contains('validation 33.33 %')
assert said.contains('test accuracy 0.3542 (85/240)')
assert said =~ /LINE\.PNG: .*\(0\.\d{4}\)/
assert said.contains('Every trained node has the digests that it was stored with.')
assert !(said =~ /\d,\d+ (%|MiB)/)

// The training process too.
assert builds.succeeds('verify', '-Dtrunk.jvmArguments=-Duser.language=tr,-Duser.country=TR')
    .contains('The run is as the baseline.')

// The bits are those of the build that trained in English.
assert builds.manifest(new File(basedir, 'target/trunk')).reproducible == builds.expected()
