import groovy.json.JsonSlurper
import java.nio.file.Files

def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
List<String> said = new File(basedir, 'build.log').getText('UTF-8').split('Building environment ').drop(1)
assert said.size() == 9
assert said.every { !(it =~ /\n(\[ERROR\] )?\s+at [\w.$]+\(/) }

String passes = said[0]
['device', 'native-flavor', 'pytorch', 'djl', 'java', 'cpu-threads', 'memory', 'disk', 'natives', 'variables'].each {
    assert passes =~ /✓ ${it} /
}
assert passes.contains('0 violations, 0 warnings')

String cuda = said[1]
assert cuda.contains('the engine computes on cuda') && cuda.contains('computed on cpu (flavour cpu)')
assert cuda.contains('NVIDIA\'s driver [550,)') && cuda.contains('is not on this machine')
assert cuda.contains('a CUDA flavour of native PyTorch among the dependencies')
assert cuda.contains('declared  <environment><device>') && cuda.contains('declared  <environment><driver>')

String flavor = said[2]
assert flavor.contains('the CPU flavour of native PyTorch, as device is cpu')
assert flavor.contains('NVIDIA\'s driver 525 or newer, for ai.djl.pytorch:pytorch-native-cu124')
assert flavor =~ /declared  pom.xml:\d+/

assert said[3].contains('PyTorch 2.5.1') && said[3].contains('declared  <environment><pytorch>')
assert said[4].contains('Java [8,9)') && said[4].contains('set JAVA_HOME to a JDK in [8,9)')
assert said[5].contains('2 violations') && said[5].contains('Java [8,9)') && said[5].contains('900000.0 GiB at least')
assert said[6].contains('BUILD SUCCESS') && said[6].contains('[WARNING]   expected  Java [8,9)')
assert said[7].contains('the plugin\'s <environment> has 2 mistakes')
assert said[7].contains('<environment><memroy>  unknown key "memroy"') && said[7].contains('did you mean "memory"?')
assert said[8].contains('Skipped, because trunk.skip is true.')

// The same rules stop a training before its first epoch.
String trained = builds.fails('trunk:train', '-Pwrong-java')
assert trained.contains('The environment is not the declared one') && !trained.contains('class phase')

def report = new JsonSlurper().parse(new File(basedir, 'target/trunk/environment.json'))
assert !report.passed && report.rules.find { it.rule == 'java' }.violations[0].where == '<environment><java>'
def suite = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/trunk/TEST-trunk-environment.xml'))
assert suite.@failures == '1' && suite.testcase.find { it.@name == 'java' }.failure.@type == 'java'

// A variable of the shell's that asks for other bits, or for other libraries.
String variables = builds.fails('trunk:verify-env', '-Ppasses', before: ['env', 'OMP_NUM_THREADS=7', 'LD_LIBRARY_PATH=/nowhere'])
assert variables.contains('OMP_NUM_THREADS=7') && variables.contains('LD_LIBRARY_PATH=/nowhere')

// A library in the engine's cache that is not its jar's: found although nothing else changed.
File own = new File(basedir, 'own-cache')
builds.copy(new File(sharedCache, 'engine'), new File(own, 'engine'))
builds.succeeds('trunk:verify-env', '-Ppasses', '-Dtrunk.cache=' + own)
File library = null
own.eachFileRecurse { if (it.name.endsWith('libc10.so')) { library = it } }
if (library != null) {
    library.withOutputStream { it.write('no library'.bytes) }
    String natives = builds.fails('trunk:verify-env', '-Ppasses', '-Dtrunk.cache=' + own)
    assert natives.contains('✗ natives') && natives.contains('libc10.so is not what')
}
own.deleteDir()

// A PyTorch that stands on the machine, in place of one from dependencies: declared by its digests, it trains the same
// bits. The recipe's environment is used for it, because names of libraries need not be names of XML elements.
assert builds.fails('trunk:train', '-Ppasses').contains('there is no baseline to compare with')
builds.succeeds('trunk:baseline')
File unpacked = null
new File(sharedCache, 'engine').eachFileRecurse { if (it.name == System.mapLibraryName('torch')) { unpacked = it.parentFile } }
File libtorch = new File(basedir, 'lib torch')
libtorch.mkdirs()
unpacked.listFiles().findAll { !it.name.contains('djl_torch') }.each {
    Files.createLink(new File(libtorch, it.name).toPath(), it.toPath())
}
String pytorch = new File(basedir, 'pom.xml').text.find(/(?<=<version>)[\d.]+(?=-\d)/)
def declare = { Map digests ->
    new File(basedir, 'src/trunk/installed.yaml').text = new File(basedir, 'src/trunk/experiment.yaml').text + """
environment:
  device: cpu
  nativeLibrary:
    path: "${libtorch.path.replace('\\', '/')}"
    version: ${pytorch}
    flavor: cpu
    sha256: {${digests.collect { name, sha256 -> "\"${name}\": ${sha256}" }.join(', ')}}
"""
}
declare([:])
String undeclared = builds.fails('trunk:verify-env', '-Dtrunk.recipe=src/trunk/installed.yaml')
assert undeclared.contains('✗ natives') && undeclared.contains('are not declared under sha256')
Map digests = [:]
undeclared.eachMatch(/(?m)^\[ERROR\] \s*(\S+): ([0-9a-f]{64})$/) { all, name, sha256 -> digests[name] = sha256 }
declare(digests)
builds.succeeds('trunk:verify-env', '-Dtrunk.recipe=src/trunk/installed.yaml')
String installed = builds.succeeds('trunk:train', '-Dtrunk.recipe=src/trunk/installed.yaml', '-Dtrunk.cache=' + builds.cache('other', false))
assert installed.contains('bit for bit') && installed.contains('class phase')
String both = builds.fails('trunk:verify-env', '-Ppasses', '-Dtrunk.recipe=src/trunk/installed.yaml')
assert both.contains('The environment is declared twice')
libtorch.deleteDir()
