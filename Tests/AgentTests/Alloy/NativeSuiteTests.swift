import Agent
import Alloy
import Base
import Documents
import TestSupport
import Testing

/// Every public case of the operator's suite in Alloy's language: nothing in it is lost without a word.
@Suite(.enabled(if: SharedData.isPresent("agent-operator")))
struct NativeSuiteTests {
  /// Those with a configuration; the others are streams of objects.
  private static let names: [String] =
    ((try? SharedData.names(in: "agent-operator")) ?? []).filter {
      SharedData.isPresent("agent-operator/\($0)/input.yaml") && !$0.hasPrefix("testdata-")
    }

  /// What an agent takes for granted, so that it makes no difference whether it is written.
  private static let usual: Set = [
    "action: \"replace\"", "separator: \";\"", "replacement: \"$1\"", "type: \"Bearer\"",
    "honor_labels: false",
    "honor_timestamps: true", "target_limit: 0", "drop: false", "scrape_timeout: \"10s\"",
    "sync_period: \"10s\"", "server: {}",
    "global: {}", "tls_config: {}",
  ]

  /// Configurations that no agent takes either, and why.
  private static let refused = [
    "extra-logs-all": "limit has no rate",
    "extra-oauth2-configmap-clientid": "oauth2 has no client_id",
    "extra-scrape-secrets": "tls_config has no client certificate",
    "testbuildconfigintegrations-main": "unknown field mysqld_exporter_configs",
    "testintegration-configured-integration": "unknown field mysqld_exporter_configs",
    "testlogsclientconfig-bearer-tokens": "has more than one of basic_auth",
    "testremotewrite-tls-config": "tls_config has no client key",
  ]

  @Test(arguments: names)
  func nothingIsLostWithoutAWord(_ name: String) throws {
    let example = try OperatorCase(name)
    let conversion = OperatorCase.outcome(example.document).conversion
    guard let configuration = conversion.configuration else {
      #expect(
        conversion.diagnostics.contains { $0.message.contains(Self.refused[name] ?? "nothing") },
        "\(conversion.diagnostics)")
      return
    }
    #expect(Self.refused[name] == nil && conversion.isComplete, "\(conversion.diagnostics)")
    let unseen = Set(example.unseen()).subtracting(Self.usual)
    #expect(unseen == [], "\(name)")
    // The printer is held to the parser: there is no Alloy to ask.
    let text = AlloyWriter.string(configuration)
    let parsed = try AlloyParser.configuration(text)
    #expect(parsed == configuration)
  }

  /// Streams of manifests, by the way that a daemon takes.
  @Test(arguments: ["testdata-test-custom-mounts", "testdata-test-resource-hierarchy"])
  func repositoriesComeAlong(_ name: String) async throws {
    let text = String(decoding: try SharedData.bytes("agent-operator/\(name)/input.yaml"), as: UTF8.self)
    let settings = AgentSettings(outputDirectory: "/srv", mode: .alloy)
    let outputs = await AgentBuilder(settings: settings).build(try await input(["a.yaml": text])) { _ in
      .found(SecretValue("[]"))
    }
    #expect(!outputs.isEmpty)
    for output in outputs {
      #expect(!output.diagnostics.contains { $0.severity == .error }, "\(output.findings)")
      for file in output.files where file.path.hasSuffix(".alloy") {
        #expect(throws: Never.self) { try AlloyParser.configuration(file.bytes.revealed) }
      }
    }
  }

  @Test func countsTheCases() {
    #expect(Self.names.count == 50)
  }
}
