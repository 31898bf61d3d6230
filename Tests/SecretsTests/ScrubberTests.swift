import Base
import Manifests
import Secrets
import TestSupport
import Testing

@Suite struct ScrubberTests {
  private func scrub(_ text: String, _ values: String...) -> String {
    let scrubber = Scrubber()
    for value in values { scrubber.add(SecretValue(value)) }
    return scrubber.scrub(text)
  }

  @Test func replacesEverySpelling() {
    #expect(scrub("token glsa_1 and glsa_1", "glsa_1") == "token (secret) and (secret)")
    #expect(scrub(#"{"password":"a\"b\\c\n"}"#, "a\"b\\c\n") == #"{"password":"(secret)\n"}"#)
    #expect(scrub("GET /x?key=p%40ss%2Fword", "p@ss/word") == "GET /x?key=(secret)")
    #expect(scrub("the value\n", "value\n") == "the (secret)\n")
    #expect(
      scrub(#"invalid URL \"http://u:a\u0026b\u003cc@h\""#, "a&b<c")
        == #"invalid URL \"http://u:(secret)@h\""#)
    #expect(scrub("Zürich-geheim!", "Zürich-geheim") == "(secret)!")
  }

  @Test func prefersTheLongestAndKeepsTheRest() {
    #expect(scrub("abcdefgh abcd", "abcd", "abcdefgh") == "(secret) (secret)")
    #expect(scrub("nothing here", "glsa_1") == "nothing here")
    #expect(scrub("", "glsa_1") == "")
    #expect(scrub("abab abc", "abab", "babc") == "(secret) abc")
  }

  @Test func leavesShortValues() {
    #expect(scrub("yes or no, abc", "no", "abc", "") == "yes or no, abc")
    #expect(scrub("abcd", "abcd") == "(secret)")
  }

  @Test func takesOutSingleLinesOfAKey() {
    let key =
      "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nAQEFAASCBKcwggSjAgEAAoIB\n-----END PRIVATE KEY-----\n"
    #expect(
      scrub("cannot read -----BEGIN PRIVATE KEY----- near AQEFAASCBKcwggSjAgEAAoIB here", key)
        == "cannot read -----BEGIN PRIVATE KEY----- near (secret) here")
  }

  /// Credentials are sent without blanks at their ends, and servers quote what they were sent.
  @Test func takesOutWhatIsSentWithoutBlanks() {
    #expect(scrub("Bearer glsa_1234 is wrong", "  glsa_1234\t\n") == "Bearer (secret) is wrong")
    #expect(scrub(#"{"a":"  glsa_1234\t"}"#, "  glsa_1234\t\n") == #"{"a":"(secret)"}"#)
  }

  /// A list of certificates does not push out the keys of others.
  @Test func takesLongDocumentsAsAWhole() {
    let scrubber = Scrubber(capacity: 20)
    scrubber.add(SecretValue("glsa_1234"))
    let lines = (0..<300).map { "certificate number \($0)" }.joined(separator: "\n")
    scrubber.add(SecretValue(lines))
    #expect(scrubber.scrub("glsa_1234, certificate number 7") == "(secret), certificate number 7")
    #expect(scrubber.scrub("all: \(lines)") == "all: (secret)")
  }

  @Test func forgetsTheOldestFirst() {
    let scrubber = Scrubber(capacity: 2)
    scrubber.add(SecretValue("first"))
    scrubber.add(SecretValue("second"))
    scrubber.add(SecretValue("first"))
    scrubber.add(SecretValue("third"))
    #expect(scrubber.scrub("first second third") == "(secret) second (secret)")
  }

  /// `admin` or `git` taken out of every text would make it unreadable.
  @Test func leavesNamesOfUsers() async throws {
    let items = try await RepositoryOfSecrets.set(
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: a}
      stringData: {username: admin, password: hunter22, login: robot}
      """
    ).items
    let lookup = ValueLookup(manifests: items, directory: nil)
    #expect(lookup.scrubber.scrub("admin hunter22 robot") == "admin (secret) (secret)")
    let directory = try TemporaryDirectory()
    try directory.write("somebody", to: "default/b/login")
    try directory.write("swordfish", to: "default/b/password")
    let mounted = ValueLookup(manifests: [], directory: directory.path)
    _ = try mounted.value(.secret("b", "login"), namespace: "default", isName: true)
    _ = try mounted.value(.secret("b", "password"), namespace: "default")
    #expect(mounted.scrubber.scrub("somebody swordfish") == "somebody (secret)")
  }

  /// Whatever a lookup has found or could find is known, and nothing that it says of it shows a value.
  @Test func knowsWhatALookupKnows() async throws {
    let directory = try TemporaryDirectory()
    try directory.write("from-a-file", to: "default/amp/token")
    let items = try await RepositoryOfSecrets.set(
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: a}
      stringData: {password: in-the-tree}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: c}
      data: {region: eu-west-1}
      ---
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDatasource
      metadata: {name: d}
      spec:
        instanceSelector: {}
        datasource:
          {name: d, type: loki, secureJsonData: {plain: in-the-manifest, filled: "Bearer ${token}"}}
        valuesFrom:
          - targetPath: secureJsonData.filled
            valueFrom: {secretKeyRef: {name: amp, key: token}}
      """
    ).items
    let lookup = ValueLookup(manifests: items, directory: directory.path)
    _ = try lookup.value(.configMap("c", "region"), namespace: "default")
    let value = try lookup.value(.secret("amp", "token"), namespace: "default")
    let echo = "in-the-tree in-the-manifest from-a-file eu-west-1 ${token}"
    #expect(lookup.scrubber.scrub(echo) == "(secret) (secret) (secret) eu-west-1 ${token}")
    var dumped = ""
    dump(value, to: &dumped)
    dump(items, to: &dumped)
    dump(lookup.scrubber.scrub(echo), to: &dumped)
    #expect("\(value) \(String(reflecting: value)) \(items)".contains("from-a-file") == false)
    for secret in ["in-the-tree", "in-the-manifest", "from-a-file"] { #expect(!dumped.contains(secret)) }
  }
}
