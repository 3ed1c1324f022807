def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)

// The same project, with the same bits, by the oldest Maven that is promised, the newest, and the one to come.
Map expected = builds.manifest(new File(basedir, 'target/trunk')).reproducible
List<File> homes = new File(mavens).listFiles().sort()
assert homes.size() == 3
homes.each { File home ->
    long begin = System.nanoTime()
    String said = builds.succeeds('verify', '-V', maven: home.path)
    assert said.contains(home.name.replace('apache-maven-', 'Apache Maven ')): said
    assert said.contains('0 phases trained, 12 taken from the node cache')
    assert said.contains('The run is as the baseline.')
    assert !said.contains('WARNING'): said
    assert builds.manifest(new File(basedir, 'target/trunk')).reproducible == expected
    println "${home.name}: ${(System.nanoTime() - begin).intdiv(1_000_000)} ms"
}
