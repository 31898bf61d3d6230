import Base
import Git
import TestSupport

/// A poll that finds nothing new, over https, beside `git ls-remote`.
enum PollBench {
  private static let rounds = 20

  static func run(_ figures: inout Figures) async throws {
    guard GitHTTPServer.isAvailable else {
      throw BenchFailure(
        "the poll needs nginx, fcgiwrap and git-http-backend; run deploy/setup.sh")
    }
    let repository = try await GitRepositoryFixture()
    let commit = try await repository.commit(["a": "1"])
    let references = (0..<5000).map { "create refs/heads/branch-\($0) \(commit)" }.joined(separator: "\n")
    try await repository.bareGit("update-ref", "--stdin", input: references + "\n")
    // As every host keeps them; loose ones would measure how long a folder of 5,000 files takes to read.
    try await repository.bareGit("pack-refs", "--all")
    let server = try await GitHTTPServer(repository.servedFolder)
    let folder = try TemporaryDirectory()
    let authority = try folder.write(server.authority, to: "ca.crt")
    let source = try GitSource(
      url: try GitURL(server.secureURL()), reference: .branch("main"),
      access: GitAccess(caCertificate: server.authority), limits: GitLimits())
    let mirror = try await GitMirror.open(directory: folder.file("mirror"), source: source)
    _ = try await mirror.fetch()
    _ = try await mirror.poll()
    let clock = ContinuousClock()
    var ours: [Duration] = []
    var theirs: [Duration] = []
    var bytes: Int64 = 0
    for _ in 0..<rounds {
      let begun = clock.now
      bytes = try await mirror.poll().bytes ?? 0
      ours.append(clock.now - begun)
      let other = clock.now
      try await GitProgram.run(
        "git", ["ls-remote", server.secureURL(), "refs/heads/main"],
        environment: ["GIT_SSL_CAINFO": authority])
      theirs.append(clock.now - other)
    }
    await mirror.close()
    let (one, other) = (median(ours), median(theirs))
    figures.tell("poll over https, 5,000 refs, median of \(rounds)")
    figures.tell(
      "  ours \(milliseconds(one)) ms, git ls-remote \(milliseconds(other)) ms, ratio \(ratio(one, other))")
    figures.tell("  bytes on a kept connection, both ways: \(bytes)")
    figures.set("poll_ratio", one / other)
    figures.set("poll_bytes_5000_refs", Int(bytes))
  }

  private static func median(_ durations: [Duration]) -> Double {
    seconds(durations.sorted()[durations.count / 2])
  }

  private static func milliseconds(_ seconds: Double) -> String { String((seconds * 10_000).rounded() / 10) }
  private static func ratio(_ one: Double, _ other: Double) -> String {
    String((one / other * 1000).rounded() / 1000)
  }
}

/// As a floating-point number.
func seconds(_ duration: Duration) -> Double {
  Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
}
