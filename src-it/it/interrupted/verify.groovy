import groovy.json.JsonSlurper
import java.util.concurrent.TimeUnit

// Kills builds at 21 seeded moments: Maven alone, the fork alone, both; every seventh before the first epoch, the
// others within a few, every third in the writing of a checkpoint. Each build goes on where the one before it was killed, and the last gives the same bits.

def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
int KILLS = 21
Random random = new Random(20261124)
File output = new File(basedir, 'target/killed')
File cache = builds.cache('cache-killed', false)
File log = new File(basedir, 'killed.log')
Map expected = new JsonSlurper().parse(new File(basedir, 'target/whole/manifest.json')).reproducible

Closure start = {
    builds.start(log: log, 'verify', '-Dtrunk.verifyEnvironment=false', '-Dtrunk.cache=' + cache, '-Dtrunk.outputDirectory=' + output)
}
Closure fork = { Process process ->
    process.toHandle().descendants().filter { it.info().arguments().map { a -> a.any { it.startsWith('@') } }.orElse(false) }
        .findFirst().orElse(null)
}
// What killed builds left there does not count.
Closure unfinishedFiles = {
    new File(cache, 'checkpoints').list()?.findAll { it.endsWith('.tmp') } as Set ?: [] as Set
}
Closure waitFor = { Process process, long millis, Closure condition ->
    long end = System.nanoTime() + millis * 1_000_000
    while (System.nanoTime() < end && process.alive && !condition()) {
        Thread.sleep(0, 500_000)
    }
}
// The engine's folder is another build's, and stays.
Closure forget = {
    cache.listFiles().findAll { it.name != 'engine' }.each { it.deleteDir() }
}
Closure requireSameBits = {
    assert new JsonSlurper().parse(new File(output, 'manifest.json')).reproducible == expected
}

Closure epochs = { log.text.count(' phase: epoch ') }

long begin = System.nanoTime()
Process unhurt = start()
waitFor(unhurt, 120_000) { epochs() > 0 }
long starting = (System.nanoTime() - begin) / 1_000_000
assert unhurt.waitFor(5, TimeUnit.MINUTES)
int epochsOfAll = epochs()
long epoch = ((System.nanoTime() - begin) / 1_000_000 - starting) / epochsOfAll
requireSameBits()
forget()

int finished = 0
int resumed = 0
Map<String, Integer> kills = [:].withDefault { 0 }
for (int i = 0; i < KILLS; ) {
    String victim = ['Maven', 'fork', 'both'][i % 3]
    Process process = start()
    if (i % 7 == 0) {
        waitFor(process, (long) (random.nextDouble() * starting)) { false }
    } else {
        int last = random.nextInt(6)
        waitFor(process, 120_000) { epochs() >= last && fork(process) }
        waitFor(process, (long) (random.nextDouble() * epoch)) { false }
    }
    boolean inCheckpoint = i % 3 == random.nextInt(3)
    if (inCheckpoint) {
        Set left = unfinishedFiles()
        waitFor(process, starting + 10 * epoch) { unfinishedFiles() - left }
    }
    ProcessHandle child = fork(process)
    if (!process.alive) {
        // It was quicker than its end: all the way through, in pieces, to the same bits.
        requireSameBits()
        finished++
        forget()
        continue
    }
    if (victim != 'Maven') {
        child?.destroyForcibly()
    }
    if (victim != 'fork' || child == null) {
        process.destroyForcibly()
    }
    // A fork whose Maven was killed ends itself.
    child?.onExit()?.get(20, TimeUnit.SECONDS)
    assert process.waitFor(60, TimeUnit.SECONDS)
    String said = log.text
    if (victim == 'fork' && child != null && !said.contains('there is no baseline')) {
        assert said.contains('BUILD FAILURE') && said.contains('signal 9'): said
        assert said.contains('the same command goes on'): said
        assert !said.contains('\tat '): said
    }
    resumed += said.contains('goes on after epoch') ? 1 : 0
    kills[victim + (inCheckpoint ? ' in a checkpoint' : '')]++
    i++
}

assert start().waitFor(5, TimeUnit.MINUTES)
requireSameBits()
assert !new File(cache, 'checkpoints').list().any { it.endsWith('.safetensors') }
// Else the moments lie where nothing is at stake.
assert resumed >= KILLS / 3
println "${kills.values().sum()} kills: ${kills}; ${resumed} killed builds had gone on from a checkpoint, " +
    "${finished} ended before their kill; ${starting} ms to the first of ${epochsOfAll} epochs, ${epoch} ms an epoch"
