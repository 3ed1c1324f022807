import groovy.json.JsonSlurper
import java.nio.file.Files
import java.util.concurrent.TimeUnit

/** Builds that a script starts itself: in other folders, several at a time, with another Maven, to be killed. */
class Builds {
    /** As in the pom: a build ends long before the thorough compiler pays. */
    static final Map<String, String> VARIABLES = [MAVEN_OPTS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC']

    private final File basedir
    private final File localRepository
    private final File sharedCache

    Builds(File basedir, File localRepository, String sharedCache) {
        this.basedir = basedir
        this.localRepository = localRepository
        this.sharedCache = new File(sharedCache)
    }

    /** Gives a project the baseline of the build that trains, as though it were committed. */
    void acceptBaseline(File project = basedir) {
        new File(project, 'src/trunk/baseline.json').bytes = new File(trained(), 'src/trunk/baseline.json').bytes
    }

    /** What the build that trains found, which every other build of its recipe must find again. */
    Map expected() {
        manifest(new File(trained(), 'target/trunk')).reproducible
    }

    private File trained() {
        new File(basedir.parentFile, 'trains')
    }

    /** What every build needs to find the plugin and nothing from outside. */
    List<String> arguments(Map options = [:]) {
        ['-B', '-ntp', '-s', (options.settings ?: new File(basedir.parentFile, 'interpolated-settings.xml')).path,
            '-Dmaven.repo.local=' + (options.repository ?: localRepository)]
    }

    /**
     * Starts a build.
     *
     * @param options folder (basedir), maven (its home), log (a file); before: words before mvn; variables: of its environment; online: may read
     *     the outer build's local repository; settings and repository (the local one) of its own
     */
    Process start(Map options = [:], String... goals) {
        String home = options.maven ?: System.getProperty('maven.home')
        boolean ownCache = goals.any { it.startsWith('-Dtrunk.cache=') }
        ProcessBuilder builder = new ProcessBuilder((options.before ?: []) + [home + '/bin/mvn'] + arguments(options) +
                (options.online ? [] : ['-o']) + (ownCache ? [] : ['-Dtrunk.cache=' + sharedCache]) + (goals as List))
            .directory(options.folder ?: basedir).redirectErrorStream(true)
            .redirectOutput(log(options))
        // As on a developer's machine, also in CI, where a lock must be there.
        builder.environment().remove('CI')
        builder.environment().putAll(VARIABLES + (options.variables ?: [:]))
        Process process = builder.start()
        process.outputStream.close()
        process
    }

    /** Waits for a build, and gives what it said. */
    String end(Map options = [:], Process process) {
        boolean ended = process.waitFor(options.minutes ?: 5, TimeUnit.MINUTES)
        if (!ended) {
            process.descendants().forEach { it.destroyForcibly() }
            process.destroyForcibly()
        }
        String said = log(options).getText('UTF-8')
        assert ended: said
        assert !(said =~ /\n(\[ERROR\] )?\s+at [\w.$]+\(/) && !said.contains('Exception in thread'): said
        said
    }

    /** A build that must succeed; gives what it said. */
    String succeeds(Map options = [:], String... goals) {
        Process process = start(options, goals)
        String said = end(options, process)
        assert process.exitValue() == 0 && said.contains('BUILD SUCCESS'): said
        said
    }

    /** A build that must fail; gives what it said. */
    String fails(Map options = [:], String... goals) {
        Process process = start(options, goals)
        String said = end(options, process)
        assert process.exitValue() != 0 && said.contains('BUILD FAILURE'): said
        assert said.count('Failed to execute goal') == 1: said
        said
    }

    private File log(Map options) {
        options.log ?: new File(basedir, 'started.log')
    }

    /** A cache of one's own; natives are not unpacked again. What others trained is there, or not. */
    File cache(String name, boolean trained) {
        File cache = new File(basedir, name)
        cache.mkdirs()
        Files.createSymbolicLink(new File(cache, 'engine').toPath(), new File(sharedCache, 'engine').toPath())
        if (trained) {
            copy(new File(sharedCache, 'nodes'), new File(cache, 'nodes'))
        }
        cache
    }

    /** A copy of what a user would commit. */
    File project(File folder) {
        folder.mkdirs()
        copy(new File(basedir, 'src'), new File(folder, 'src'))
        new File(folder, 'pom.xml').bytes = new File(basedir, 'pom.xml').bytes
        folder
    }

    static void copy(File from, File to) {
        if (from.directory) {
            to.mkdirs()
            from.listFiles().each { copy(it, new File(to, it.name)) }
        } else {
            to.bytes = from.bytes
        }
    }

    static Map manifest(File output) {
        new JsonSlurper().parse(new File(output, 'manifest.json'), 'UTF-8')
    }

    /** Files that no build may leave behind. */
    static List<File> remnants(File... folders) {
        List<File> found = []
        folders.each { folder ->
            if (folder.exists()) {
                folder.eachFileRecurse {
                    if (it.name.endsWith('.tmp') || it.name.startsWith('new-') || it.name.startsWith('fork-')) {
                        found << it
                    }
                }
            }
        }
        found
    }
}
