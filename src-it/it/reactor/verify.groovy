def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)

// What the modules gave one after the other, they give side by side, and two builds at once on one cache.
List<String> modules = ['one', 'two']
Map<String, Object> expected = modules.collectEntries {
    [it, builds.manifest(new File(basedir, it + '/target/trunk')).reproducible]
}
assert expected.one.seed == 11 && expected.two.seed == 12
assert new File(basedir, 'build.log').text.count('The run is as the baseline.') == 3

def requireSame = { File folder ->
    modules.each {
        assert builds.manifest(new File(folder, it + '/target/trunk')).reproducible == expected[it]
    }
}
def copy = { String name ->
    File folder = new File(basedir, name)
    folder.mkdirs()
    new File(folder, 'pom.xml').bytes = new File(basedir, 'pom.xml').bytes
    modules.each {
        builds.copy(new File(basedir, it + '/src'), new File(folder, it + '/src'))
        new File(folder, it + '/pom.xml').bytes = new File(basedir, it + '/pom.xml').bytes
    }
    folder
}

File parallel = copy('parallel')
File cache = builds.cache('cache-parallel', false)
String said = builds.succeeds('-T', '2', 'verify', '-Dtrunk.cache=' + cache, folder: parallel)
assert said.count('The run is as the baseline.') == 2
assert (said =~ /(\d+) phases trained, (\d+) taken from the node cache/).collect { it[1] as int }.sum() ==
    new File(cache, 'nodes').listFiles().count { new File(it, 'phase.json').exists() }
requireSame(parallel)

// Two builds train the same nodes at the same time.
File left = copy('left')
File right = copy('right')
File shared = builds.cache('cache-shared', false)
List<Map> both = [left, right].collect { [folder: it, log: new File(basedir, it.name + '.log')] }
List<Process> processes = both.collect { builds.start(it, 'verify', '-Dtrunk.cache=' + shared) }
[both, processes].transpose().each { options, process ->
    String log = builds.end(options, process)
    assert process.exitValue() == 0: log
    assert log.count('The run is as the baseline.') == 2
    assert !log.contains('damaged')
    requireSame(options.folder)
}
assert new File(shared, 'nodes').list().sort() == new File(cache, 'nodes').list().sort()
[cache, shared].each {
    assert builds.remnants(new File(it, 'nodes'), new File(it, 'checkpoints')).isEmpty()
    assert !new File(it, 'checkpoints').list()
}
return true
