def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
builds.acceptBaseline()

// Another JDK than Maven's, where one lies beside it, is what trains when toolchains.xml names it.
def feature = { File jdk ->
    File release = new File(jdk, 'release')
    def version = release.isFile() ? release.text =~ /JAVA_VERSION="(\d+)/ : null
    version?.find() ? version.group(1) as int : 0
}
File own = new File(System.getProperty('java.home')).canonicalFile
File other = own.parentFile.listFiles().findAll { new File(it, 'bin/java').isFile() && feature(it) >= 17 }
    .find { feature(it) != feature(own) }
if (other == null) {
    println 'skipped: there is no other JDK of 17 or later beside ' + own.name
    return true
}
File toolchains = new File(basedir, 'toolchains.xml')
toolchains.text = """\
    <toolchains>
      <toolchain>
        <type>jdk</type>
        <provides>
          <version>${feature(other)}</version>
        </provides>
        <configuration>
          <jdkHome>${other}</jdkHome>
        </configuration>
      </toolchain>
    </toolchains>
    """.stripIndent()
File output = new File(basedir, 'target/trunk')
String said = builds.succeeds('verify', '-Pother-jdk', '-Dother.jdk=' + feature(other), '-t', toolchains.path, online: true)
Map after = builds.manifest(output)
assert after.environment.java =~ / ${feature(other)}[.+]/
assert said.contains('The run is as the baseline.')
assert after.reproducible == builds.expected()
// A JDK that warns of native libraries is told that they are meant to be loaded.
assert !new File(output, 'fork.log').text.contains('WARNING')
println "Maven on ${feature(own)}, training on ${feature(other)}"
