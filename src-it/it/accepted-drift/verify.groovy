def builds = new GroovyClassLoader(getClass().classLoader).parseClass(new File(scripts, 'Builds.groovy'))
    .newInstance(basedir, localRepositoryPath as File, sharedCache)
builds.acceptBaseline()

// A repository that knows its author, also where there is no git.
File git = new File(basedir, '.git')
['objects', 'refs/heads'].each { new File(git, it).mkdirs() }
new File(git, 'HEAD').text = 'ref: refs/heads/main\n'
new File(git, 'config').text = '[core]\n\trepositoryformatversion = 0\n[user]\n\tname = Ada\n\temail = ada@example.com\n'

File recipe = new File(basedir, 'src/trunk/experiment.yaml')
String accepted = recipe.text
String changed = accepted.replace('lr: 0.01', 'lr: 0.000001')
File file = new File(basedir, 'src/trunk/accepted-drift.yaml')
File output = new File(basedir, 'target/trunk')
String[] verify = ['verify', '-Dtrunk.verifyBits=false']

// What drifted is accepted under its name, with a reason.
recipe.text = changed
String said = builds.fails(verify)
assert said =~ /test accuracy .*DRIFT/
assert said.contains('To let what drifted pass for a while: mvn trunk:accept-drift -Dtrunk.difference=all -Dtrunk.reason="WHY"')
assert !new File(output, 'accepted-drift.yaml').exists()
said = builds.fails('trunk:accept-drift', '-Dtrunk.reason=tried')
assert said =~ /<difference> \(trunk.difference\) is missing; what drifted is: test accuracy.*weights, identity of the run/
assert !file.exists()
builds.succeeds('trunk:accept-drift', '-Dtrunk.difference=all', '-Dtrunk.reason=a rate that is tried', '-Dtrunk.expires=2999-12-31')
assert file.text.contains('author: "Ada <ada@example.com>"')

// The gate passes with it and says so, and so does what verifies the run without its project.
said = builds.succeeds(verify + ['trunk:verify-manifest'] as String[])
assert said.contains('The run is as the baseline, but for accepted drift.')
assert said =~ /test accuracy .*accepted until 2999-12-31 +accepted/
assert said =~ /Accepted until 2999-12-31: test accuracy. a rate that is tried \(Ada <ada@example.com>\)/
assert new File(output, 'accepted-drift.yaml').bytes == file.bytes
assert new File(output, 'summary.md').text.contains('as the baseline, but for accepted drift')
// Without what was accepted the run is not that of its baseline.
new File(output, 'accepted-drift.yaml').renameTo(new File(basedir, 'moved'))
assert builds.fails('trunk:verify-manifest').contains('test accuracy, by the baseline')

// Expired: the command that is shown removes it.
String written = file.text
file.text = written.replaceFirst('2999-12-31', '2020-01-31')
said = builds.fails(verify)
def removal = said =~ /mvn trunk:accept-drift (-Dtrunk\.remove)="([^"]+)"/
assert removal.find()
assert said =~ /accepted drift: ${removal.group(2)} .*expired/
builds.succeeds('trunk:accept-drift', "${removal.group(1)}=${removal.group(2)}" as String)
assert !file.text.contains('2020-01-31') && file.text.contains('2999-12-31')

// No longer needed.
file.text = written
recipe.text = accepted
said = builds.fails(verify)
assert said =~ /accepted drift: weights .*no longer needed/
assert !said.contains('To accept this run as the baseline')
file.delete()
assert builds.succeeds(verify).contains('The run is as the baseline.')
return true
