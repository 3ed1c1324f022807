List<String> builds = new File(basedir, 'build.log').text.split('Building accuracy-drifts').drop(1)
assert builds.size() == 6

String drifted = builds[2]
assert drifted.contains('BUILD FAILURE')
assert drifted =~ /test accuracy .*DRIFT/
assert drifted.contains('The recipe has changed')
assert drifted.contains('To accept this run as the baseline: mvn trunk:baseline')

assert builds[3].contains('BUILD SUCCESS')
assert builds[3] =~ /WARNING.* has drifted/
assert builds[5].contains('The run is as the baseline.')

// What CI servers show, of the last run: it is as its baseline.
File trunk = new File(basedir, 'target/trunk')
assert new File(trunk, 'summary.md').text.startsWith('## trunk:train accuracy-drifts: as the baseline')
def gate = new groovy.xml.XmlSlurper().parse(new File(trunk, 'TEST-trunk-gate.xml'))
assert gate.@failures == '0'
assert gate.testcase.collect { it.@name.text() }.containsAll(['test accuracy', 'tree', 'weights'])
assert new groovy.json.JsonSlurper().parse(new File(trunk, 'code-quality.json')) == []
// A run on GitHub: said beside the line, and not behind Maven's own words.
assert drifted =~ /(?m)^::error file=src\/trunk\/baseline\.json,line=\d+,title=trunk%3A test accuracy::/
assert new File(basedir, 'job.md').text.contains('accuracy-drifts: drifted from the baseline')
assert new File(trunk, 'run.html').text.contains('<h1>Run of accuracy-drifts</h1>')
return true
