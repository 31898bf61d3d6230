import AgentConfiguration
import Base
import Documents
import Platform
import Report

/// What `validate --agent-config` finds in a configuration of an agent.
struct AgentConfigurationReading {
  /// What findings call it.
  let file: String
  let layout: AgentConfigurationLayout
  let findings: [Diagnostic]

  var isAccepted: Bool { !findings.contains { $0.severity == .error } }

  /// Both names of standard input: the usual one, and the one that looks like a file.
  private static let pipeNames = ["-", "/dev/stdin"]
  /// How long the program before a pipe may write nothing.
  private static let patience = Duration.seconds(60)

  /// - Parameter path: the configuration, or `-` for standard input. Files that it names are looked for where it says,
  ///   from the working directory.
  init(_ path: String, _ call: CommandCall) throws(CommandFailure) {
    let isPiped = Self.pipeNames.contains(path)
    file = isPiped ? StandardInput.name : path
    layout = call.values[Settings.layout] ?? .next
    let variables = call.environment
    let isExpanded = call.values[Settings.expandEnvironment] ?? true
    let lookup: AgentConfigurationCheck.Environment = { variables[$0] }
    let check = AgentConfigurationCheck(
      file: file, layout: layout, environment: isExpanded ? lookup : nil, files: Self.look)
    do throws(FileError) {
      let limit = AgentConfigurationCheck.byteLimit
      findings = check.findings(
        in: isPiped
          ? try StandardInput.read(limit: limit, patience: Self.patience)
          : try FileSystem.read(path, limit: limit))
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
