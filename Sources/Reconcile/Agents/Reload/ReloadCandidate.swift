import Agent
import Base
import HTTP
import Manifests

/// A configuration that running agents have to read again.
struct ReloadCandidate: Sendable {
  let agent: ObjectReference
  let origin: SourceLocation
  let file: AgentFile
  let digest: Digest
  /// One for each agent that reads it; not empty.
  let addresses: [HTTPURL]
  /// What runs there.
  let mode: AgentMode
  /// Only values changed that the file names.
  let hasNewValuesOnly: Bool

  /// Below the output directory.
  var path: String { file.path }
}
