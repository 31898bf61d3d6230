import Base
import Report

/// Why a command could not do what it was asked for.
struct CommandFailure: Error, Hashable, Sendable {
  /// Without a final full stop.
  let message: String
  /// What to do; nil where the message says it.
  let remedy: String?
  /// What is wrong with a file, told before the message.
  let findings: [Diagnostic]

  init(_ message: String, remedy: String? = nil, findings: [Diagnostic] = []) {
    self.message = message
    self.remedy = remedy
    self.findings = findings
  }

  /// For standard error.
  func text(style: TextStyle) -> String {
    let told = findings.isEmpty ? "" : DiagnosticText.render(findings, style: style) + "\n"
    // Servers and files of others speak in messages too.
    return told + "\(style.paint("error:", .removed)) \(PlainLine.make(message))\n"
      + (remedy.map { "  \(PlainLine.make($0))\n" } ?? "")
  }
}
