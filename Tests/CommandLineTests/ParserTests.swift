import Base
import Platform
import Testing

@testable import CommandLine

@Suite struct ParserTests {
  /// Parses as the program does, with files from a table.
  private func parse(
    _ line: String, environment: [String: String] = [:], files: [String: String] = [:]
  ) -> ParsedCommandLine {
    let parser = CommandParser(commands: Program.descriptions, environment: environment) {
      path throws(FileError) in
      guard let text = files[path] else { throw FileError("read", path, .missing) }
      return Array(text.utf8)
    }
    return parser.parse(line.split(separator: " ").map(String.init))
  }

  private func problems(
    _ line: String, environment: [String: String] = [:], files: [String: String] = [:]
  ) -> [String] {
    if case .refused(let error) = parse(line, environment: environment, files: files) {
      return error.problems
    }
    return []
  }

  private func invocation(
    _ line: String, environment: [String: String] = [:], files: [String: String] = [:]
  ) throws -> Invocation {
    switch parse(line, environment: environment, files: files) {
    case .run(let invocation): return invocation
    case .refused(let error):
      Issue.record("refused: \(error.description)")
    case .help(let path): Issue.record("help about \(path)")
    }
    throw InvalidValue("no invocation")
  }

  private static let wrongLines: [(String, [String])] = [
    ("", ["no command is given"]),
    ("plann", ["unknown command plann, did you mean plan?"]),
    ("emulate", ["emulate needs one of: grafana"]),
    ("emulate loki", ["unknown command emulate loki"]),
    ("help emulat", ["unknown command emulat, did you mean emulate?"]),
    ("plan --url https://h/p --intervall 5s", ["unknown option --intervall, did you mean --interval?"]),
    (
      "plan --url https://h/p --no-allow-prun",
      ["unknown option --no-allow-prun, did you mean --no-allow-prune?"]
    ),
    ("plan --url https://h/p --zzzzzzzzzz", ["unknown option --zzzzzzzzzz"]),
    ("plan --url https://h/p -x", ["unknown option -x"]),
    (
      "plan --url https://h/p --limit 3",
      ["--limit is no option of 'sluice plan'; it belongs to 'sluice events'"]
    ),
    ("plan --url", ["--url needs a value: --url URL", "--url or --sources is missing; \(needed)"]),
    (
      "plan --url --branch x", ["--url needs a value: --url URL", "--url or --sources is missing; \(needed)"]
    ),
    ("plan", ["--url or --sources is missing; \(needed)"]),
    ("plan --url https://h/p extra", ["unexpected argument extra; usage: sluice plan [options]"]),
    ("plan --url https://h/p -- --branch", ["unexpected argument --branch; usage: sluice plan [options]"]),
    ("why", ["KIND/NAME is missing: the object: \(ObjectWord.forms)"]),
    ("completion tcsh", ["SHELL tcsh is not known; write bash, zsh or fish"]),
    (
      "plan --url https://h/p --branch a --tag b --commit \(sha)",
      ["--branch a, --tag b and --commit \(sha) exclude each other; name one thing to follow"]
    ),
    (
      "plan --url https://h/p --sources s.yaml",
      ["--sources s.yaml and --url exclude each other; the file of --sources says all of that"]
    ),
    (
      "plan --url https://h/p --branch a --branch b",
      ["--branch a and --branch b are both given; keep one of them"]
    ),
    ("plan --url https://h/p --no-allow-prune=x", ["--no-allow-prune takes no value, found x"]),
  ]

  @Test(arguments: wrongLines)
  func refusesCommandLines(_ line: String, _ expected: [String]) {
    #expect(problems(line) == expected)
  }

  private static let wrongValues: [(String, String)] = [
    ("--url ftp://h/p", "--url ftp://h/p is no repository: \(urlForms)"),
    (
      "--url https://ada:secret@h/p",
      "--url https://h/p carries credentials; put them into a secret and name it with --git-secret NAMESPACE/NAME"
    ),
    ("--commit 123", "--commit 123 is no commit; write all 40 hexadecimal digits"),
    ("--path a/../b", "--path a/../b leads out of the repository; write a path inside it"),
    ("--interval 5x", "--interval 5x is no duration; write for example 30s or 5m"),
    ("--interval 10ms", "--interval 10ms is too short; write 1s or more"),
    ("--timeout 0s", "--timeout 0s is too short; write 1s or more"),
    ("--environment a/b", "--environment a/b is no name; \(EnvironmentName.rule)"),
    ("--git-secret name", "--git-secret name names no secret; write NAMESPACE/NAME"),
    ("--status-secret a/b/c", "--status-secret a/b/c names no secret; write NAMESPACE/NAME"),
    ("--status-target-url nowhere", "--status-target-url is no URL; write https://…"),
    (
      "--status-target-url https://a:b@h/",
      "--status-target-url carries credentials; everybody would see them"
    ),
    (
      "--allow-address 10.0.0.0/33",
      "--allow-address 10.0.0.0/33 is no address block; write for example 10.0.0.0/8 or 2001:db8::/32"
    ),
    ("--prune-limit-share 2", "--prune-limit-share 2 is no share; write a number from 0 to 1, or 50%"),
    ("--prune-limit-count -1", "--prune-limit-count -1 is no whole number from 0 to 1000000"),
    ("--allow-prune=maybe", "--allow-prune=maybe must be true or false"),
    ("--details lots", "--details lots is not known; write none, short or full"),
    ("--log-format jsn", "--log-format jsn is not known; write logfmt or json"),
    ("-o xml", "-o xml is not known; write text, json or yaml"),
    ("-ojsno", "-o jsno is not known; write text, json or yaml"),
    ("--secrets=", "--secrets '' is empty; write a path"),
    (
      "--listen 9090",
      "--listen 9090 is no address: the port is missing; write HOST:PORT, for example 127.0.0.1:9090"
    ),
    ("--sources flux", "--sources flux is no YAML file; its name has to end in .yaml or .yml"),
  ]

  @Test(arguments: wrongValues)
  func refusesValues(_ options: String, _ expected: String) {
    let url = options.hasPrefix("--url") || options.hasPrefix("--sources") ? "" : " --url https://h/p"
    #expect(problems("plan \(options)\(url)") == [expected])
  }

  @Test func tellsEverythingTogether() {
    let error = problems("plan --intervall 5s --details lots --timeout x extra")
    #expect(
      error == [
        "unknown option --intervall, did you mean --interval?",
        "--timeout x is no duration; write for example 30s or 5m",
        "--details lots is not known; write none, short or full",
        "--url or --sources is missing; \(needed)",
        "unexpected argument extra; usage: sluice plan [options]",
      ])
  }

  @Test func takesEverySpelling() throws {
    let lines = [
      "plan --url https://h/p --timeout 5s -o json --allow-address 10.0.0.0/8 --allow-address ::1",
      "--timeout=5s plan --url=https://h/p -ojson --allow-address=10.0.0.0/8 --allow-address=::1",
      "-o=json --url https://h/p plan --timeout 5s --allow-address 10.0.0.0/8 --allow-address ::1 --",
    ]
    for line in lines {
      let values = try invocation(line).values
      #expect(values[Settings.url]?.description == "https://h/p")
      #expect(values[Settings.timeout] == .seconds(5))
      #expect(values[Settings.output] == .json)
      #expect(values.all(Settings.allowedAddresses).map(\.description) == ["10.0.0.0/8", "::1/128"])
    }
  }

  @Test func wordsAfterTwoHyphensAreNoOptions() throws {
    #expect(try invocation("why -- --odd/name").words == ["--odd/name"])
  }

  @Test(
    arguments: [
      ("", [:], "", false), ("--allow-prune", [:], "", true),
      ("--no-allow-prune", [:], "allow-prune: true", false),
      ("", ["SLUICE_ALLOW_PRUNE": "yes"], "allow-prune: false", true), ("", [:], "allow-prune: on", true),
      ("--allow-prune=false", ["SLUICE_ALLOW_PRUNE": "1"], "", false),
    ] as [(String, [String: String], String, Bool)])
  func flagsComeBeforeEnvironmentBeforeFile(
    _ options: String, _ environment: [String: String], _ file: String, _ expected: Bool
  ) throws {
    let values = try invocation(
      "plan --url https://h/p --config f.yaml \(options)", environment: environment, files: ["f.yaml": file]
    ).values
    #expect(values[Settings.allowPrune] ?? false == expected)
  }

  @Test func theEnvironmentNamesTheFileToo() throws {
    let values = try invocation(
      "plan",
      environment: [
        "SLUICE_CONFIG": "f.yaml", "SLUICE_ALLOW_ADDRESS": "10.0.0.0/8, ::1", "SLUICE_BRANCH": "",
      ],
      files: ["f.yaml": "url: https://h/p\nbranch: next\n"]
    ).values
    #expect(values[Settings.url]?.description == "https://h/p")
    #expect(values[Settings.branch] == "next")
    #expect(values.all(Settings.allowedAddresses).count == 2)
  }

  @Test func theStrongerOfTwoAlternativesHolds() throws {
    let file = "url: https://h/p\nbranch: main\ninterval: 5m\n"
    let tagged = try invocation("plan --config f.yaml --tag v1", files: ["f.yaml": file]).values
    #expect(tagged[Settings.tag] == "v1" && !tagged.isGiven(Settings.branch))
    let sources = try invocation("plan --config f.yaml --sources s.yaml", files: ["f.yaml": file]).values
    #expect(!sources.isGiven(Settings.url) && !sources.isGiven(Settings.interval))
  }

  @Test func messagesNameTheOrigin() {
    #expect(
      problems(
        "plan --config f.yaml", environment: ["SLUICE_TIMEOUT": "soon"],
        files: ["f.yaml": "url: https://h/p\n\ninterval: later\n"]) == [
          "f.yaml:3: interval: later is no duration; write for example 30s or 5m",
          "SLUICE_TIMEOUT=soon is no duration; write for example 30s or 5m",
        ])
    #expect(
      problems("plan --url https://h/p --config no.yaml") == [
        "--config: cannot read no.yaml: it does not exist"
      ])
  }

  @Test func warnsOfVariablesWithASlip() throws {
    let variables = [
      "SLUICE_TIMEOUTT": "5s", "SLUICE_SERVICE_HOST": "10.0.0.1", "SLUICE_PORT": "tcp://10.0.0.1:80",
    ]
    let warnings = try invocation("plan --url https://h/p", environment: variables).warnings
    #expect(
      warnings == ["the environment variable SLUICE_TIMEOUTT is not read, did you mean SLUICE_TIMEOUT?"])
  }

  @Test(
    arguments: [
      ("--help", []), ("-h", []), ("help", []), ("plan --help", ["plan"]), ("plan --zzz -h", ["plan"]),
      ("help plan", ["plan"]), ("emulate --help", ["emulate"]),
      ("help emulate grafana", ["emulate", "grafana"]),
    ] as [(String, [String])])
  func findsTheHelp(_ line: String, _ path: [String]) {
    guard case .help(let found) = parse(line) else {
      Issue.record("no help for \(line)")
      return
    }
    #expect(found == path)
  }
}

private let needed = "give the URL of a repository, or a file with GitRepository and Kustomization documents"
private let sha = "0123456789012345678901234567890123456789"
private let urlForms =
  "expected file:///path, https://host/path, http://host/path, ssh://host/path or user@host:path"
