import groovy.xml.XmlSlurper
import java.util.zip.ZipFile

List<String> said = new File(basedir, 'build.log').text.split('Building help').drop(1)
assert said.size() == 3

// What the descriptor in the plugin's jar says of every goal and parameter stands in the help and in the pages.
File folder = new File(localRepositoryPath, "io/github/trunkrepro/trunk-maven-plugin/${pluginVersion}")
File jar = new File(folder, "trunk-maven-plugin-${pluginVersion}.jar")
def descriptor = new ZipFile(jar).withCloseable {
    new XmlSlurper().parse(it.getInputStream(it.getEntry('META-INF/maven/plugin.xml')))
}
def words = { String text -> text.replaceAll(/<[^>]*>/, ' ').replaceAll(/&[a-z]+;/, ' ').replaceAll(/[^\p{L}\d.]+/, ' ') }
List goals = descriptor.mojos.mojo.collect { it }
assert goals.size() >= 5
goals.each { goal ->
    String name = goal.goal.text()
    assert said[0].contains('trunk:' + name)
    assert said[1].contains('trunk:' + name)
    File page = new File(pages, name + '-mojo.html')
    assert page.isFile()
    String text = words(page.getText('UTF-8'))
    goal.parameters.parameter.findAll { it.editable.text() == 'true' }.each {
        String parameter = it.name.text()
        assert said[1] =~ /(?m)^    ${parameter}\b/
        assert text.contains(' ' + parameter + ' '): parameter
        assert text.contains(words(it.description.text()).trim().take(40)): parameter
        String property = goal.configuration[0].children().find { c -> c.name() == parameter }.text()
        if (property) {
            assert text.contains(property.replace('${', '').replace('}', '')): property
        }
    }
}
assert said[2].contains('trunk:cache') && said[2].contains('unusedDays') && !said[2].contains('trunk:infer')
return true
