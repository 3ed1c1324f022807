def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
builds.acceptBaseline()
import java.nio.file.Files
import java.nio.file.InvalidPathException

// Spaces, umlauts and what else file systems allow: in the project's path, in the cache's, and so in those of the
// natives, which are loaded from there.
File root
try {
    root = new File(basedir, "große Bäume, 100 % 'böse' #1")
    Files.createDirectories(root.toPath())
} catch (InvalidPathException e) {
    println 'skipped: the locale has no umlauts in file names'
    return true
}
File project = builds.project(new File(root, 'ein Projekt'))
File cache = new File(root, 'ein Cache')
new File(sharedCache).eachFileRecurse { from ->
    // Links to the very files: a copy of the natives would take half a gigabyte.
    File to = new File(cache, new File(sharedCache).toPath().relativize(from.toPath()).toString())
    if (from.directory) {
        to.mkdirs()
    } else {
        to.parentFile.mkdirs()
        Files.createLink(to.toPath(), from.toPath())
    }
}
String said = builds.succeeds('verify', 'trunk:infer', '-Dtrunk.cache=' + cache, folder: project)
assert said.contains('0 phases trained, 12 taken from the node cache')
assert said.contains('The run is as the baseline.')
Map manifest = builds.manifest(new File(project, 'target/trunk'))
assert manifest.reproducible == builds.expected()
assert manifest.environment.natives.size() >= 4
assert new File(project, 'target/strange-path-1.0.0-SNAPSHOT-trunk.jar').isFile()

// Trained from nothing there, the bits are the same.
new File(cache, 'nodes').deleteDir()
String trained = builds.succeeds('verify', '-Dtrunk.cache=' + cache, folder: project)
assert trained.contains('12 phases trained, 0 taken from the node cache')
assert trained.contains('The run is as the baseline.')
