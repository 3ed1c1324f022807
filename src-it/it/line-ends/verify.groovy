def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
builds.acceptBaseline()

// As git checks it out on Windows: recipe, network, baseline and pom with CR LF give the same digest and verdict.
File windows = builds.project(new File(basedir, 'windows'))
List<File> files = ['pom.xml', 'src/trunk/experiment.yaml', 'src/trunk/network.yaml', 'src/trunk/baseline.json']
    .collect { new File(windows, it) }
files.each { it.bytes = it.getText('UTF-8').replace('\n', '\r\n').getBytes('UTF-8') }

String said = builds.succeeds('verify', 'trunk:baseline', folder: windows)
assert said.contains('0 phases trained, 12 taken from the node cache')
assert said.contains('The run is as the baseline.')
assert said =~ /baseline already had platform/
assert builds.manifest(new File(windows, 'target/trunk')).reproducible == builds.expected()

// A mistake is told at its line.
files[1].bytes = files[1].getText('UTF-8').replace('seed: 11', 'seed: none').getBytes('UTF-8')
assert builds.fails('trunk:train', folder: windows).contains('src/trunk/experiment.yaml:1:7')
