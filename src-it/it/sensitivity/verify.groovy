import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
List<String> builds = log.split(/--- trunk-maven-plugin:[^:]*:sensitivity/)[1..-1]
assert builds.size() == 7
def study = { String folder -> new JsonSlurper().parse(new File(basedir, folder + '/sensitivity.json'), 'UTF-8') }

// A plan trains nothing, knows what the cache has, and says how long the rest takes.
assert builds[0].contains('to train')
assert builds[0] =~ /gv=1 +12 phases +nothing +none/
assert builds[0] =~ /at least \d+ variants, \d+ of them trained already; time: at least/
assert !new File(basedir, 'target/trunk/sensitivity/gv/manifest.json').exists()

// Three trees of a range, with what the budget left out. gv=1 is what trunk:train trained.
assert builds[1].contains('gv=1: ') && builds[1].contains(', 0 phases trained, 12 reused')
assert builds[1].contains('not known: ')
def gv = study('target/trunk/sensitivity/gv')
assert gv.variants.size() == 3 && gv.volatility.steps.size() == 3 && !gv.volatility.gaps.isEmpty()
gv.volatility.steps.each { step ->
    BigDecimal at = gv.variants.find { it.name == step.variant }.settings.gv as BigDecimal
    assert step.from <= at && at < step.to
}
['csv', 'md', 'html'].each { assert new File(basedir, "target/trunk/sensitivity/gv/sensitivity.$it").length() > 100 }
assert new File(basedir, 'target/trunk/sensitivity/gv/sensitivity.csv').readLines().size() == 4
String page = new File(basedir, 'target/trunk/sensitivity/gv/sensitivity.html').getText('UTF-8')
gv.variants.each { assert page.contains(it.command) && page.contains(it.measures.test.value.toString()) }

// The tree of the training comes from ranges that hold the recipe's grouping volatility.
assert builds[2] =~ /all nodes: 0\.\d+ to 1\.\d+/
def target = new JsonSlurper().parse(new File(basedir, 'target/trunk/sensitivity/target/target.json'), 'UTF-8')
// The last build was asked for a tree that cannot be: the report tells so too.
assert target.nodes.any { it.ranges.isEmpty() && it.obstacle }
assert builds[3].contains('No grouping volatility gives the tree of ')
assert builds[3] =~ /root: \S+–\S+ are apart only from [\d.]+ on, \S+–\S+ together only below [\d.]+: [\d.]+ too little/

// Chance alone, held to a gate.
def seeds = study('target/trunk/sensitivity/seeds')
assert seeds.variants*.name == ['seed=1', 'seed=2']
assert seeds.groups.size() == 1 && seeds.groups[0].variants == 2
assert builds[4].contains('accuracySpread > 0')
assert builds[4].contains('The study seeds failed:')
assert !builds[4].contains('variant seed=')

// One variant fails, the other goes on, and the goal fails at the end.
def rates = study('target/trunk/sensitivity/rates')
assert rates.variants.find { it.name == 'rate=small' }.measures
assert rates.variants.find { it.name == 'rate=huge' }.failure.contains('learning rate')
assert builds[5].contains('variant rate=huge failed: ')

// A key that the recipe does not have.
assert builds[6].contains('src/trunk/sensitivity.yaml:15:')
assert builds[6].contains('unknown key "lrr"; allowed here:') && builds[6].contains('did you mean "lr"?')

assert !(log =~ /\n(\[ERROR\] )?\s+at [\w.$]+\(/)
// A study that is killed after its first variant goes on where it was, and finds what it would have found.
def maven = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
File killedLog = new File(basedir, 'killed.log')
String[] words = ['trunk:sensitivity', '-Dtrunk.study=seeds', '-Dtrunk.outputDirectory=' + new File(basedir, 'target/killed'),
    '-Dtrunk.cache=' + maven.cache('cache-killed', false)]
Process killed = maven.start([log: killedLog], words)
long deadline = System.currentTimeMillis() + 240_000
while (killed.alive && System.currentTimeMillis() < deadline && !(killedLog.text =~ /seed=1: \d/)) {
    Thread.sleep(20)
}
assert killed.alive: killedLog.text
([killed.toHandle()] + killed.descendants().toList()).each { it.destroyForcibly() }
killed.waitFor()
String resumed = maven.fails([log: killedLog], words)
assert resumed =~ /seed=1: .*, 0 phases trained, [1-9]\d* reused/
assert resumed =~ /seed=2: .*, [1-9]\d* phases trained/
// All but how many phases were trained and reused, and how long it took.
Closure found = { String output ->
    new File(basedir, output + '/sensitivity/seeds/sensitivity.csv').readLines().collect { it.split(',')[0..8] }
}
assert found('target/killed') == found('target/trunk')

// A study on the command line; its commands have what it takes to train a variant alone.
String declared = maven.succeeds('trunk:sensitivity', '-Dtrunk.axes=[{path: dataset.train.params.batch_size, values: [32]}]',
    '-Dtrunk.failOn=trees > 1')
assert declared.contains('batch_size=32: ') && declared.contains(', 0 phases trained, 12 reused')
def axes = study('target/trunk/sensitivity/axes')
assert axes.gates*.condition == ['trees > 1']
assert axes.variants[0].command.contains("'-Dtrunk.axes=[{path: dataset.train.params.batch_size, values: [32]}]'")
assert maven.fails('trunk:sensitivity', '-Dtrunk.axes=[{path: dataset.train.params.batch_sizes, values: [32]}]') =~
    /<axes>:1:\d+ .*unknown key "batch_sizes"/

// Phases in two other processes, over files alone: the same bits as in one process.
String apart = maven.succeeds('trunk:sensitivity', '-Dtrunk.start=1', '-Dtrunk.end=1', '-Dtrunk.processes=2',
    '-Dtrunk.cache=' + maven.cache('cache-processes', false), '-Dtrunk.outputDirectory=' + new File(basedir, 'target/again'))
assert apart.contains('gv=1: ') && apart.contains(', 12 phases trained, 0 reused')
def again = study('target/again/sensitivity/variant')
def one = gv.variants.find { it.name == 'gv=1' }
assert again.variants*.measures*.weights == [one.measures.weights]
assert again.variants*.measures*.test == [one.measures.test]
assert again.trees*.tree == [gv.trees.find { it.name == one.measures.tree }.tree]

// A budget of minutes begins what there is time for, and says what is not known then.
String budgeted = maven.succeeds('trunk:sensitivity', '-Dtrunk.maxMinutes=0.002',
    '-Dtrunk.outputDirectory=' + new File(basedir, 'target/budgeted'))
assert budgeted.contains('gv=1: ') && budgeted.count('not known: ') == 2
assert study('target/budgeted/sensitivity/gv').variants*.name == ['gv=1']
assert maven.fails('trunk:sensitivity', '-Dtrunk.variant=gv=1').contains('instead of trunk.variant give one value as both')
return true
