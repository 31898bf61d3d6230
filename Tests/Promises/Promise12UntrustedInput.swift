import Base
import Documents
import Foundation
import Platform
import Report
import TestSupport
import Testing

/// Promise 12: file sizes, nesting, aliases, expansion, symbolic links, redirect targets and addresses have limits with
/// clear errors, and whatever breaks one hurts only itself.
@Suite struct Promise12UntrustedInput {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  @Test(arguments: [
    ("aliases", "aliases repeat too much"), ("nesting", "stand inside each other"),
    ("gzip", "cannot be unpacked"),
    ("size", "16777216"), ("binary", "not YAML"),
  ])
  func hostileFileIsRefusedAlone(name: String, message: String) async throws {
    let world = try await World()
    try await world.push([
      "team.yaml": Manifest.folder(), "good.yaml": Manifest.dashboard("good"), "bad.yaml": Self.hostile(name),
    ])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.heldBackCount == 1)
    let finding = try #require(report.findings.first { $0.severity == .error })
    #expect(finding.location?.file == "bad.yaml")
    let text = finding.message + " " + (finding.excerpt?.label ?? "")
    #expect(text.contains(message), "\(text)")
    #expect(world.status("/api/dashboards/uid/good") == 200)
    await daemon.stop()
  }

  private static func hostile(_ name: String) -> String {
    switch name {
    case "aliases":
      let levels = (1...9).map {
        "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1), *a\($0 - 1), *a\($0 - 1), *a\($0 - 1), *a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]"
      }
      return "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + levels.joined(separator: "\n")
    case "nesting":
      let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
      return Manifest.dashboard("bad").replacingOccurrences(of: "\"expr\": \"up\"", with: "\"expr\": \(deep)")
    case "gzip":
      let bomb = (try? Gzip.compress([UInt8](repeating: 0x20, count: 64 << 20))) ?? []
      return """
        apiVersion: grafana.integreatly.org/v1beta1
        kind: GrafanaDashboard
        metadata: {name: bad, namespace: monitoring}
        spec:
          instanceSelector: {}
          gzipJson: \(Base64.encode(bomb))
        """
    case "size": return "a: " + String(repeating: "x", count: 17 << 20)
    default: return "\u{0}\u{1}\u{2}"
    }
  }

  @Test func linkThatLeavesTheTreeIsRefusedAlone() async throws {
    let world = try await World()
    try world.repository.link("passwd.yaml", to: "../../../../../../etc/passwd")
    try await world.push(["team.yaml": Manifest.folder()])
    let daemon = try await world.start()
    let report = await daemon.cycle()
    let finding = try #require(report.findings.first { $0.severity == .error })
    #expect(finding.location?.file == "passwd.yaml")
    #expect(finding.message.contains("passwd.yaml"))
    #expect(world.status("/api/folders/team") == 200)
    await daemon.stop()
  }

  @Test func privateAddressesAreRefusedUnlessAllowed() async throws {
    let world = try await World()
    let content = try LoopbackServer { request in
      request.target == "/far.json"
        ? [.answer(200, #"{"uid": "far", "title": "Far"}"#)]
        : [.answer(302, [("Location", "http://127.0.0.2:1/far.json")])]
    }
    let manifest = """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDashboard
      metadata: {name: far, namespace: monitoring}
      spec:
        instanceSelector: {matchLabels: {grafana: prod}}
        folder: General
        url: \(content.url)/far.json
      """
    try await world.push(["far.yaml": manifest, "team.yaml": Manifest.folder()])
    do {
      let careful = try await world.start()
      let report = await careful.cycle()
      let finding = try #require(report.findings.first { $0.severity == .error })
      #expect(finding.message.contains("127.0.0.1"))
      #expect(finding.remedy == "allow the address with --allow-address CIDR, if it is meant")
      #expect(content.requests.isEmpty)
      #expect(world.status("/api/folders/team") == 200)
      await careful.stop()
    }

    let trusting = try await world.start { $0.allowedAddresses = [CIDR("127.0.0.1/32")].compactMap { $0 } }
    #expect(await trusting.cycle().state == .success)
    #expect(world.status("/api/dashboards/uid/far") == 200)
    // A redirect to an address that nobody allowed is refused, and the last good copy stays in the workspace.
    try await world.push(["far.yaml": manifest.replacingOccurrences(of: "far.json", with: "elsewhere")])
    let redirected = await trusting.cycle()
    #expect(redirected.findings.contains { $0.message.contains("127.0.0.2") })
    #expect(world.status("/api/dashboards/uid/far") == 200)
    await trusting.stop()
  }
}
