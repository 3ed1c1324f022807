String log = new File(basedir, 'build.log').text
assert log.contains('Skipped, because trunk.skip is true.')
assert !new File(basedir, 'target').exists()
