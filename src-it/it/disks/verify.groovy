def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
builds.acceptBaseline()

// Output folder and cache where they cannot be written: one clear failure, nothing half-written, and with room the next
// build goes on.

Map expected = builds.expected()
long begin = System.nanoTime()
Closure time = { String what ->
    println "${what}: ${(System.nanoTime() - begin).intdiv(1_000_000)} ms"
    begin = System.nanoTime()
}
Closure requireSameBits = { File output ->
    assert builds.manifest(output).reproducible == expected
}
Closure run = { String... command ->
    try {
        Process process = new ProcessBuilder(command as List).redirectErrorStream(true).start()
        process.inputStream.text
        process.waitFor()
    } catch (IOException e) {
        -1
    }
}

// A file where the output folder should be.
File blocked = new File(basedir, 'blocked')
blocked.text = 'a file'
String said = builds.fails('verify', "-Dtrunk.outputDirectory=${blocked}/trunk")
assert said.contains("The output folder ${blocked}/trunk cannot be written to: ${blocked} is a file.")
assert said.contains('-Dtrunk.outputDirectory=FOLDER')
assert blocked.text == 'a file'
time('a file in the way')

File disk = new File(basedir, 'disk')
disk.mkdirs()
if (run('mount', '-t', 'tmpfs', '-o', 'size=128k', 'trunk-it', disk.path) != 0) {
    println 'skipped: disks, this user may not mount one'
    return true
}
try {
    File onDisk = builds.cache('disk/cache', false)
    String[] build = ['verify', '-Dtrunk.cache=' + onDisk, '-Dtrunk.outputDirectory=' + new File(basedir, 'target/full')]
    said = builds.fails(build)
    assert said.contains('No space left on device')
    assert said.contains(onDisk.path)
    assert said =~ /-Dtrunk\.cache=FOLDER/
    assert !new File(basedir, 'target/full/manifest.json').exists()
    assert builds.remnants(new File(onDisk, 'nodes'), new File(onDisk, 'checkpoints')).isEmpty()
    assert run('mount', '-o', 'remount,size=64m', disk.path) == 0
    said = builds.succeeds(build)
    assert !said.contains('damaged')
    requireSameBits(new File(basedir, 'target/full'))
    time('a full disk under the cache')

    File results = new File(disk, 'trunk')
    new File(onDisk, 'nodes').deleteDir()
    assert run('mount', '-o', 'remount,size=160k', disk.path) == 0
    said = builds.fails('verify', '-Dtrunk.outputDirectory=' + results)
    assert said =~ /cannot write .*: No space left on device; make room there/
    assert said.contains(results.path)
    assert !new File(results, 'manifest.json').exists()
    assert builds.remnants(results).isEmpty()
    assert run('mount', '-o', 'remount,size=64m', disk.path) == 0
    builds.succeeds('verify', '-Dtrunk.outputDirectory=' + results)
    requireSameBits(results)
    time('a full disk under the output folder')

    assert run('mount', '-o', 'remount,ro', disk.path) == 0
    said = builds.fails('verify', '-Dtrunk.outputDirectory=' + results)
    assert said.contains('Read-only file system')
    assert said.contains(results.path)
    time('an output folder that is read-only')
} finally {
    assert run('umount', '-l', disk.path) == 0
}
return true
