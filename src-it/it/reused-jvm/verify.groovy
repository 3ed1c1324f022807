def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
builds.acceptBaseline()
import java.util.concurrent.TimeUnit

// A daemon keeps its JVM between builds. PyTorch loads once a JVM and keeps its settings: it must not be in this one.
File home = new File(mavens).listFiles().find { it.name.startsWith('apache-maven-3.9') }
File log = new File(basedir, 'reused.log')
String classPath = [new File(home, 'lib/*').path, new File(home, 'boot/*').path].join(File.pathSeparator)
ProcessBuilder builder = new ProcessBuilder(
        [new File(System.getProperty('java.home'), 'bin/java').path, '-Dmaven.home=' + home, '-cp', classPath,
            new File(basedir, 'TwoBuilds.java').path, basedir.path, '2'] + builds.arguments() + ['-o', '-Dtrunk.cache=' + sharedCache, 'verify'])
    .directory(basedir).redirectErrorStream(true).redirectOutput(log)
// As on a developer's machine, also in CI, where a lock must be there.
builder.environment().remove('CI')
Process process = builder.start()
process.outputStream.close()
String said = builds.end(process, log: log)
assert said.contains('build 1 ended with 0'): said
assert said.contains('build 2 ended with 0'): said
assert said.count('The run is as the baseline.') == 2
if (new File('/proc/self/maps').exists()) {
    assert said.contains('natives in this JVM: 0'): said
}
