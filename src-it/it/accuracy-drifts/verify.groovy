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
