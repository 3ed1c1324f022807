def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
builds.acceptBaseline()

// The same project, with the same bits, by the oldest Maven that is promised, the newest, and the one to come.
Map expected = builds.expected()
List<File> homes = new File(mavens).listFiles().sort()
assert homes.size() == 3
List<String> classPaths = []
// What newer Mavens give their own JVM, so that it does not warn of Maven's libraries.
String quiet = Runtime.version().feature() < 24 ? ''
    : '--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow'
homes.each { File home ->
    long begin = System.nanoTime()
    String said = builds.succeeds('verify', '-V', '-Dtrunk.jvmArguments=-XshowSettings:properties', maven: home.path,
        variables: [MAVEN_OPTS: quiet])
    assert said.contains(home.name.replace('apache-maven-', 'Apache Maven ')): said
    assert said.contains('0 phases trained, 12 taken from the node cache')
    assert said.contains('The run is as the baseline.')
    // Maven itself has nothing to find fault with.
    assert said.readLines().findAll { it.contains('WARNING') && !it.contains('fall into one group') &&
        !it.contains('from the threshold') }.isEmpty()
    assert builds.manifest(new File(basedir, 'target/trunk')).reproducible == expected
    String settings = new File(basedir, 'target/trunk/fork.log').text
    classPaths << (settings =~ /(?s)java\.class\.path = (.*?)\n    \w/)[0][1]
    println "${home.name}: ${(System.nanoTime() - begin).intdiv(1_000_000)} ms"
}
assert classPaths[0].contains('trunk-runtime') && !classPaths[0].contains('jgit')
assert classPaths.every { it.readLines().sort() == classPaths[0].readLines().sort() }
return true
