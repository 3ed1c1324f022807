List<String> builds = new File(basedir, 'build.log').text.split('Building tree-drifts').drop(1)
assert builds.size() == 3

String drifted = builds[2]
assert drifted.contains('BUILD FAILURE')
assert drifted =~ /tree .*DRIFT/
assert drifted.contains('Average softmax likelihoods that crossed the threshold')
assert drifted.contains('To accept this run as the baseline: mvn trunk:baseline')
