import AgentConfiguration
import Base

/// A configuration with what the check says to it.
struct Judged {
  let findings: [Diagnostic]

  init(
    _ text: String, layout: AgentConfigurationLayout = .next, environment: [String: String]? = [:],
    missing: Set<String> = []
  ) {
    self.init(Array(text.utf8), layout: layout, environment: environment, missing: missing)
  }

  init(
    _ bytes: [UInt8], layout: AgentConfigurationLayout = .next, environment: [String: String]? = [:],
    missing: Set<String> = []
  ) {
    let lookup: AgentConfigurationCheck.Environment? = environment.map { variables in
      { @Sendable name in variables[name] }
    }
    let check = AgentConfigurationCheck(
      file: "agent.yml", layout: layout, environment: lookup,
      files: { missing.contains($0) ? .missing : .present })
    findings = check.findings(in: bytes)
  }

  var isRefused: Bool { findings.contains { $0.severity == .error } }

  /// Each as `error 3:5 unknown-key: message -> remedy`.
  var lines: [String] {
    findings.map { finding in
      let place = finding.location?.position ?? .start
      return "\(finding.severity) \(place.line):\(place.column) \(finding.code): \(finding.message)"
        + (finding.remedy.map { " -> \($0)" } ?? "")
    }
  }

  /// Each as `error 3:5 metrics.configs[0].nope`.
  var places: [String] {
    findings.map { finding in
      let place = finding.location?.position ?? .start
      return "\(finding.severity) \(place.line):\(place.column) \(finding.message.prefix { $0 != " " })"
    }
  }

  /// Each as `error 3:5 unknown-key: … is no key`, without the remedy and with `…` for a path that all begin with.
  func told(below path: String = "") -> [String] {
    findings.map { finding in
      let place = finding.location?.position ?? .start
      let isBelow = !path.isEmpty && finding.message.hasPrefix(path)
      let message = isBelow ? "…" + finding.message.dropFirst(path.count) : finding.message
      return "\(finding.severity) \(place.line):\(place.column) \(finding.code): \(message)"
    }
  }
}
