import Testing

@testable import CommandLine

@Suite struct ConfigurationFileTests {
  private func file(_ text: String) -> ConfigurationFile {
    ConfigurationFile(Array(text.utf8), path: "c.yaml", options: Program.descriptions.flatMap(\.options))
  }

  @Test func readsScalarsAndListsAsTheyAreWritten() {
    let file = file(
      "timeout: 30s\ngrafana-version: 12.40\nallow-address: [10.0.0.0/8, '::1']\nallow-prune: yes\ntag: ~\n")
    #expect(file.problems == [])
    #expect(file.values["timeout"]?.map(\.text) == ["30s"])
    #expect(file.values["grafana-version"]?.map(\.text) == ["12.40"])
    #expect(file.values["allow-address"]?.map(\.text) == ["10.0.0.0/8", "::1"])
    #expect(file.values["allow-prune"]?.map(\.text) == ["true"])
    #expect(file.values["tag"] == nil)
  }

  @Test(arguments: [
    ("timeut: 5s\n", "c.yaml:1:1: unknown option timeut, did you mean timeout?"),
    ("zzzzzzzz: 1\n", "c.yaml:1:1: unknown option zzzzzzzz"),
    ("url: x\nconfig: other.yaml\n", "c.yaml:2:1: unknown option config"),
    ("help: true\n", "c.yaml:1:1: unknown option help"),
    ("- url\n", "c.yaml:1:1: must be a mapping of options, found a list"),
    ("timeout: {a: b}\n", "c.yaml:1:10: timeout must be one value, found an object"),
    ("timeout: [5s, 6s]\n", "c.yaml:1:10: timeout must be one value, found a list"),
    (
      "allow-address:\n- {}\n",
      "c.yaml:2:3: allow-address must be one value or a list of them, found an object"
    ),
    ("allow-prune: maybe\n", "c.yaml:1:14: allow-prune must be true or false, found a string"),
    ("url: x\n---\nurl: y\n", "c.yaml:2:1: a configuration file has one document"),
  ])
  func refuses(_ text: String, _ expected: String) {
    #expect(file(text).problems == [expected])
  }

  @Test func saysWhereTheTextIsNotYAML() {
    let problems = file("url: 'x\n").problems
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("c.yaml:") ?? false)
    #expect(problems.first?.contains("the file is not YAML") ?? false)
  }

  @Test func anEmptyFileSaysNothing() {
    #expect(file("").values.isEmpty && file("# nothing\n").problems.isEmpty)
  }
}
