import AgentConfiguration
import Base
import Documents
import Platform
import Report

/// What `validate --agent-config` finds in a configuration of an agent.
struct AgentConfigurationReading {
  let file: String
  let layout: AgentConfigurationLayout
  let findings: [Diagnostic]

  var isAccepted: Bool { !findings.contains { $0.severity == .error } }

  /// - Parameter file: the configuration. Files that it names are looked for where it says, from the working directory.
  init(_ file: String, _ call: CommandCall) throws(CommandFailure) {
    self.file = file
    layout = call.values[Settings.layout] ?? .next
    let variables = call.environment
    let isExpanded = call.values[Settings.expandEnvironment] ?? true
    let lookup: AgentConfigurationCheck.Environment = { variables[$0] }
    let check = AgentConfigurationCheck(
      file: file, layout: layout, environment: isExpanded ? lookup : nil, files: Self.look)
    do throws(FileError) {
      findings = check.findings(in: try FileSystem.read(file, limit: AgentConfigurationCheck.byteLimit))
    } catch {
      throw CommandFailure("\(error)")
    }
  }

  /// The last line of the text.
  var summary: String {
    let errors = findings.count { $0.severity == .error }
    let warnings = findings.count { $0.severity == .warning }
    let counts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }.map {
      Amount.count($0.0, $0.1)
    }
    let verdict =
      isAccepted
      ? "Grafana Agent 0.44 takes \(file)" : "Grafana Agent 0.44 refuses \(file), or never does what it says"
    return verdict + (counts.isEmpty ? "." : " (\(counts.joined(separator: " and "))).")
  }

  /// The document of `-o json`.
  var document: JSON {
    DiagnosticJSON.document(findings, file: file, layout: layout.rawValue)
  }

  private static let look: AgentConfigurationCheck.Files = { path in
    (try? FileSystem.resolved(path)) == nil ? .missing : .present
  }
}
