import Base
import Glibc
import Manifests
import Secrets
import TestSupport
import Testing

@Suite struct ValueLookupTests {
  private static let manifests = """
    apiVersion: v1
    kind: Secret
    metadata: {name: grafana, namespace: monitoring}
    data:
      token: Z2xzYV8xMjM0Cg==
      pem: LS0tLS1CRUdJTi0tLS0tCkFCQ0QKLS0tLS1FTkQtLS0tLQo=
    stringData:
      user: ada
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: settings, namespace: monitoring}
    data:
      region: "eu-west-1\\n"
    binaryData:
      icon: AAEC
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: elsewhere, namespace: other}
    data: {token: YQ==}
    """

  private func lookup(directory: String? = nil) async throws -> ValueLookup {
    ValueLookup(manifests: try await RepositoryOfSecrets.set(Self.manifests).items, directory: directory)
  }

  /// The value, or `kind: message → remedy`.
  private func outcome(_ lookup: ValueLookup, _ source: ValueSource, namespace: String = "monitoring")
    -> String
  {
    do {
      return try lookup.value(source, namespace: namespace).revealed
    } catch {
      return "\(error.kind): \(error.message) → \(error.remedy)"
    }
  }

  @Test(arguments: [
    (ValueSource.secret("grafana", "token"), "glsa_1234"), (.secret("grafana", "user"), "ada"),
    (.secret("grafana", "pem"), "-----BEGIN-----\nABCD\n-----END-----\n"),
    (.configMap("settings", "region"), "eu-west-1"), (.configMap("settings", "icon"), "\u{0}\u{1}\u{2}"),
  ])
  func findsInTheRepository(source: ValueSource, value: String) async throws {
    #expect(outcome(try await lookup(), source) == value)
  }

  @Test func saysWhereAValueStands() async throws {
    let directory = try TemporaryDirectory()
    try directory.write("a", to: "monitoring/grafana/extra")
    try directory.write("b", to: "monitoring_other_key")
    let lookup = try await lookup(directory: directory.path)
    func place(_ source: ValueSource) -> String? { lookup.place(of: source, namespace: "monitoring") }
    #expect(place(.secret("grafana", "token")) == "secrets.yaml:1")
    #expect(place(.configMap("settings", "icon")) == "secrets.yaml:10")
    #expect(place(.secret("grafana", "extra")) == directory.file("monitoring/grafana/extra"))
    #expect(place(.secret("other", "key")) == directory.file("monitoring_other_key"))
    #expect(place(.secret("grafana", "missing")) == nil)
  }

  /// It is there, and a search for it would be in vain.
  @Test func saysThatAnObjectHasErrors() async throws {
    let set = try await RepositoryOfSecrets.set(
      "apiVersion: v1\nkind: Secret\nmetadata: {name: grafana, namespace: monitoring}\ndata: {token: '*'}\n")
    let lookup = ValueLookup(manifests: set.items, heldBack: set.heldBack, directory: nil)
    #expect(
      outcome(lookup, .secret("grafana", "token"))
        == "heldBack: there is no value for key token of Secret monitoring/grafana: the Secret at secrets.yaml:1 has "
        + "errors; no directory of values is given → mend the Secret")
  }

  @Test func tellsStandInsFromValues() async throws {
    let set = try await RepositoryOfSecrets.set(Self.manifests)
    let lookup = ValueLookup(manifests: set.items, directory: nil, standIn: SecretValue("x"))
    #expect(lookup.isStandIn(.secret("other", "token"), namespace: "monitoring"))
    #expect(!lookup.isStandIn(.secret("grafana", "token"), namespace: "monitoring"))
    #expect(!lookup.isStandIn(.configMap("other", "token"), namespace: "monitoring"))
    #expect(
      !ValueLookup(manifests: [], directory: nil).isStandIn(
        .secret("other", "token"), namespace: "monitoring"))
  }

  @Test func namesThePlacesOfTheRepository() async throws {
    let lookup = try await lookup()
    let none =
      "; no directory of values is given → give one with --secrets DIR and put the value into monitoring/"
    #expect(
      outcome(lookup, .secret("grafana", "tokn"))
        == "missing: there is no value for key tokn of Secret monitoring/grafana: it has no such key at secrets.yaml:1, "
        + "did you mean token?" + none + "grafana/tokn")
    #expect(
      outcome(lookup, .secret("grafan", "token"))
        == "missing: there is no value for key token of Secret monitoring/grafan: the repository has no such Secret, "
        + "did you mean grafana?" + none + "grafan/token")
    #expect(
      outcome(lookup, .secret("elsewhere", "token"))
        == "missing: there is no value for key token of Secret monitoring/elsewhere: the Secret of that name is in the "
        + "namespace other" + none + "elsewhere/token")
    #expect(
      outcome(lookup, .configMap("settings", "zone"))
        == "missing: there is no value for key zone of ConfigMap monitoring/settings: it has no such key at "
        + "secrets.yaml:10" + none + "settings/zone")
    // A Secret is no ConfigMap.
    #expect(outcome(lookup, .configMap("grafana", "token")).contains("the repository has no such ConfigMap"))
  }

  @Test func readsAMountedSecret() async throws {
    let directory = try TemporaryDirectory()
    try directory.write("from-mount\n", to: "monitoring/amp/..2026_01_01/token")
    #expect(symlink("..2026_01_01", directory.file("monitoring/amp/..data")) == 0)
    #expect(symlink("..data/token", directory.file("monitoring/amp/token")) == 0)
    let lookup = try await lookup(directory: directory.path)
    #expect(outcome(lookup, .secret("amp", "token")) == "from-mount")
    // A rotated value is seen without a new lookup, as the kubelet swaps the link.
    try directory.write("rotated", to: "monitoring/amp/..2026_02_01/token")
    #expect(symlink("..2026_02_01", directory.file("monitoring/amp/..new")) == 0)
    #expect(rename(directory.file("monitoring/amp/..new"), directory.file("monitoring/amp/..data")) == 0)
    #expect(outcome(lookup, .secret("amp", "token")) == "rotated")
  }

  @Test func readsASystemdCredential() async throws {
    let directory = try TemporaryDirectory()
    try directory.write("credential\r\n", to: "monitoring_amp_ca.crt")
    #expect(outcome(try await lookup(directory: directory.path), .secret("amp", "ca.crt")) == "credential")
    // A credential of the namespace's own name is no directory.
    try directory.write("x", to: "monitoring")
    #expect(outcome(try await lookup(directory: directory.path), .secret("amp", "ca.crt")) == "credential")
  }

  @Test func prefersTheRepositoryAndFillsInFromTheDirectory() async throws {
    let directory = try TemporaryDirectory()
    try directory.write("other", to: "monitoring/grafana/token")
    try directory.write("extra", to: "monitoring/grafana/extra")
    try directory.write("us-east-1", to: "monitoring/settings/zone")
    let lookup = try await lookup(directory: directory.path)
    #expect(outcome(lookup, .secret("grafana", "token")) == "glsa_1234")
    #expect(outcome(lookup, .secret("grafana", "extra")) == "extra")
    #expect(outcome(lookup, .configMap("settings", "zone")) == "us-east-1")
  }

  /// A file does not say whether it was a Secret's, and the workspace's own token lies beside the others.
  @Test func whatIsInTheDirectoryIsSecretWhateverItIsCalled() async throws {
    let directory = try TemporaryDirectory()
    try directory.write("glsa_in_a_file", to: "monitoring/token/token")
    let lookup = try await lookup(directory: directory.path)
    for source in [ValueSource.configMap("token", "token"), .secret("token", "token")] {
      #expect(try lookup.found(source, namespace: "monitoring").isSecret)
    }
    #expect(lookup.scrubber.scrub("is glsa_in_a_file") == "is (secret)")
    #expect(try !lookup.found(.configMap("settings", "region"), namespace: "monitoring").isSecret)
    #expect(try lookup.found(.secret("grafana", "token"), namespace: "monitoring").isSecret)
  }

  @Test func namesThePlacesOfTheDirectory() async throws {
    let directory = try TemporaryDirectory()
    #expect(
      outcome(try await lookup(directory: directory.path), .secret("grafana", "no"))
        == "missing: there is no value for key no of Secret monitoring/grafana: it has no such key at secrets.yaml:1; "
        + "\(directory.path)/monitoring/grafana/no and \(directory.path)/monitoring_grafana_no do not exist → "
        + "put the value into that file, or mend the reference")
  }

  @Test(arguments: ["..", "../grafana", "a/b", "", ".", "a\u{0}b", "..data", "line\nbreak"])
  func refusesNamesThatLeadElsewhere(name: String) async throws {
    let directory = try TemporaryDirectory()
    let lookup = try await lookup(directory: directory.path)
    for (source, namespace) in [
      (ValueSource.secret(name, "key"), "monitoring"), (.secret("grafana", name), "monitoring"),
      (.configMap("grafana", "key"), name),
    ] {
      #expect(throws: LookupError.self) { try lookup.value(source, namespace: namespace) }
      #expect(outcome(lookup, source, namespace: namespace).hasPrefix("badName: "))
    }
  }

  @Test func refusesWhatIsNoSmallFile() async throws {
    let directory = try TemporaryDirectory()
    try directory.write(String(repeating: "x", count: (1 << 20) + 1), to: "monitoring/amp/large")
    try directory.write(String(repeating: "x", count: 1 << 20), to: "monitoring/amp/full")
    try directory.write("x", to: "monitoring/amp/directory/file")
    let fifo = directory.file("monitoring/amp/pipe")
    #expect(mkfifo(fifo, 0o600) == 0)
    let lookup = try await lookup(directory: directory.path)
    #expect(
      outcome(lookup, .secret("amp", "large"))
        == "unreadable: key large of Secret monitoring/amp: cannot read \(directory.path)/monitoring/amp/large: it is "
        + "larger than the limit of 1048576 bytes → make \(directory.path)/monitoring/amp/large a readable file of at "
        + "most 1048576 bytes")
    #expect(outcome(lookup, .secret("amp", "full")).count == 1 << 20)
    #expect(outcome(lookup, .secret("amp", "directory")).hasPrefix("unreadable: "))
    #expect(outcome(lookup, .secret("amp", "pipe")).hasPrefix("unreadable: "))
  }

  @Test func tellsOfDocumentsThatAreNotKept() async throws {
    let items = try await RepositoryOfSecrets.set(
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: m, namespace: monitoring}
      data:
        dashboard: '{"title": "\(String(repeating: "x", count: 5000))"}'
        certificates: "\(String(repeating: "y", count: 5000))"
      """
    ).items
    let stripped = items.map { item in
      (item.spec as? ConfigMapManifest).map { item.with($0.stripped) } ?? item
    }
    let lookup = ValueLookup(manifests: stripped, directory: nil)
    #expect(
      outcome(lookup, .configMap("m", "dashboard"))
        == "unreadable: key dashboard of ConfigMap monitoring/m (secrets.yaml:1) holds a document of more than 4096 "
        + "bytes, which is too long for one field → refer to it with configMapRef, or put a shorter value there"
    )
    #expect(outcome(lookup, .configMap("m", "certificates")).count == 5000)
  }
}
