String log = new File(basedir, 'build.log').getText('UTF-8')
List<String> runs = log.split('verify-env').drop(1)
assert runs[0].contains('unused-dependency      not run: there are no compiled classes yet')
String report = log.substring(log.indexOf('BUILD FAILURE'))
assert report.contains('2 violations')
assert report.contains('com.google.code.gson:gson is declared, and no class uses it')
assert report =~ /declared  pom.xml:\d+/
assert report =~ /ai.djl:api:[\d.]+ is used, and comes only by ai.djl.pytorch:pytorch-engine:[\d.]+ > ai.djl:api/
assert report.contains('declare ai.djl:api:')
