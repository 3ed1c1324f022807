import groovy.json.JsonSlurper

List<String> said = new File(basedir, 'build.log').text.split('Building leaked-image').drop(1)
assert said.size() == 3

String summary = 'of 26 test images 2 stand in the training set too (1 of them in another class), and 0 more nearly'
assert said[0].contains('[WARNING] leakage: ' + summary)
assert said[0].contains('there is no baseline to compare with')

// Every pair is listed, with both files; the table is what the message of the second build names.
List<String> pairs = [
    'test 8 (one, test/one/leaked.png) = training 7 (one, train/one/107.png)',
    'test 25 (two, test/two/other.png) = training 24 (three, train/three/104.png)']
assert said[1].contains('dataset.leakage.exact: expected at most 1, found 2:')
pairs.each { assert said[1].contains(it): said[1] }
assert said[1].contains('BUILD FAILURE') && !said[1].contains('class phase') && !said[1].contains('\tat ')
Map table = new JsonSlurper().parse(new File(basedir, 'target/trunk/leakage.json'))
assert table.exact.collect { [it.test.file, it.train.file] } ==
    [['test/one/leaked.png', 'train/one/107.png'], ['test/two/other.png', 'train/three/104.png']]
String study = said[2]
assert study.contains('dataset.leakage.exact: expected at most 1, found 2:') && study.contains('BUILD FAILURE')
assert !study.contains('class phase') && new File(basedir, 'target/trunk/sensitivity/seeds/leakage.json').text.contains('leaked.png')

// A variant with more images than the recipe fails alone.
def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
String more = builds.fails('trunk:sensitivity', '-Dallowed=1', '-DperClass=10', '-Dtrunk.outputDirectory=' + new File(basedir, 'target/more'),
    '-Dtrunk.axes=[{path: dataset.train.perClass, values: [10, 20]}]')
assert more =~ /perClass=10: .* phases trained/
assert more =~ /perClass=20 failed: Test images stand in the training set too/
assert more.contains('dataset.leakage.exact: expected at most 1, found 2:') && more =~ /The study axes failed:\s+\[ERROR\] +variant perClass=20 failed/
List<File> tables = new File(basedir, 'target/more/sensitivity').listFiles()[0].listFiles().findAll { it.name.startsWith('leakage') }
assert tables.count { it.name == 'leakage.json' && !it.text.contains('leaked.png') || it.name =~ /^leakage-[0-9a-f]{12}\.json$/ && it.text.contains('leaked.png') } == 2

// A refused run is no finished one.
assert !new File(basedir, 'target/trunk/manifest.json').exists()
