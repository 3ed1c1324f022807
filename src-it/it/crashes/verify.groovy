def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
builds.acceptBaseline()
import java.util.concurrent.TimeUnit

// The training process dies: each time one clear failure, nothing half-written, and the next build goes on.

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

// Each is another build on one cache.
File output = new File(basedir, 'target/crashed')
File young = builds.cache('cache-crashed', false)
String[] build = ['verify', '-Dtrunk.cache=' + young, '-Dtrunk.outputDirectory=' + output]
File log = new File(basedir, 'crashed.log')
Closure requireNothingHalf = {
    assert !new File(output, 'manifest.json').exists()
    assert builds.remnants(output, new File(young, 'nodes'), new File(young, 'checkpoints')).isEmpty()
}
Closure untilTraining = { Process process, String sign ->
    long end = System.nanoTime() + 120_000_000_000
    while (!log.getText('UTF-8').contains(sign)) {
        assert process.alive && System.nanoTime() < end: log.text
        Thread.sleep(5)
    }
    process.toHandle().descendants().filter {
        it.info().arguments().map { a -> a.any { it.startsWith('@') } }.orElse(false)
    }.findFirst().get()
}

String said = builds.fails(log: log, *build, '-Dtrunk.jvmArguments=-Xmx6m')
assert said.contains('exit status 3 (the Java heap was too small)'): said
assert said.contains('-Dtrunk.jvmArguments=-Xmx4g')
requireNothingHalf()
time('too small a heap')

if (!System.getProperty('os.name').startsWith('Windows')) {
    Process process = builds.start(log: log, *build)
    ProcessHandle fork = untilTraining(process, 'root, class phase: epoch 1/2')
    assert run('kill', '-SEGV', fork.pid() as String) == 0
    said = builds.end(log: log, process)
    if (!said.contains('phases trained')) {
        assert process.exitValue() != 0 && said.contains('BUILD FAILURE')
        assert said.contains('exit status 1 (a crash in native code; the JVM\'s report says where)'): said
        assert said.contains('the same command goes on after them')
        assert said =~ /hs_err_\d+\.log/
        requireNothingHalf()
    }
    time('a native crash')

    // A terminal sends Ctrl-C to Maven and to the training process.
    if (run('setsid', 'true') == 0) {
        process = builds.start(log: log, before: ['setsid'], *build)
        fork = untilTraining(process, 'class phase: 3 outputs')
        assert run('kill', '-INT', '--', '-' + process.pid()) == 0
        said = builds.end(log: log, process)
        fork.onExit().get(20, TimeUnit.SECONDS)
        if (!said.contains('phases trained')) {
            assert process.exitValue() == 130
            assert !said.contains('BUILD SUCCESS')
            requireNothingHalf()
        }
        time('Ctrl-C')
    } else {
        println 'skipped: Ctrl-C, there is no setsid here'
    }
}
said = builds.succeeds(log: log, *build)
int trained = (said =~ /(\d+) phases trained/)[0][1] as int
assert trained < 12
assert said.contains('The run is as the baseline.')
requireSameBits(output)
assert !new File(young, 'checkpoints').list()
time('the next build')
return true
