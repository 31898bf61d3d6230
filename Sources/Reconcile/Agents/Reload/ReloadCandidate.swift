import Agent
import Base
import HTTP
import Manifests

/// A configuration that running agents have to read again.
struct ReloadCandidate: Sendable {
  /// Why they have to.
  enum Cause: Sendable {
    /// The file is another one.
    case written
    /// The file lies there, and they have not been seen to read it.
    case unread
    /// Only values changed that the file names.
    case newValues
  }

  let agent: ObjectReference
  let origin: SourceLocation
  let file: AgentFile
  let digest: Digest
  /// One for each agent that reads it; not empty.
  let addresses: [HTTPURL]
  /// What runs there.
  let mode: AgentMode
  let cause: Cause
  /// The former file is of another program, which ran until this one took its place.
  let hasForeignFormer: Bool

  /// Below the output directory.
  var path: String { file.path }
}
