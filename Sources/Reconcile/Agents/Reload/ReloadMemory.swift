import Agent
import Base
import Documents

/// The files that running agents did not take, so that they are not asked to once more before the file is another one, and
/// those that they have not been seen to read.
struct ReloadMemory: Equatable {
  struct Entry: Equatable {
    /// Of the file that was not taken.
    let digest: String
    let message: String
    /// The former file lies there again.
    let isPutBack: Bool
    /// The agents looked as if they ran the file, and were asked in vain: they are asked again once they have looked otherwise.
    var wasTriedAgain = false
  }

  /// By the path of the file below the output directory.
  private(set) var entries: [String: Entry] = [:]
  /// Digests of files that were written, or were about to be, and that not all agents have been seen to read. By their paths.
  private(set) var unread: [String: String] = [:]

  init() {}

  /// Reads what `text` wrote; nothing is remembered where it is not readable.
  init(_ text: String?) {
    for json in text.flatMap({ try? JSONParser.parse($0) })?.arrayValue ?? [] {
      guard let path = json["path"]?.stringValue, let digest = json["digest"]?.stringValue else { continue }
      if json["unread"]?.boolValue == true { unread[path] = digest }
      guard let message = json["message"]?.stringValue, let isPutBack = json["putBack"]?.boolValue
      else { continue }
      entries[path] = Entry(
        digest: digest, message: message, isPutBack: isPutBack,
        wasTriedAgain: json["triedAgain"]?.boolValue == true)
    }
  }

  var text: String {
    JSONWriter.string(
      .array(
        unread.sorted { $0.key < $1.key }.map { path, digest in
          ["path": .string(path), "digest": .string(digest), "unread": true]
        }
          + entries.sorted { $0.key < $1.key }.map { path, entry in
            [
              "path": .string(path), "digest": .string(entry.digest), "message": .string(entry.message),
              "putBack": .bool(entry.isPutBack), "triedAgain": .bool(entry.wasTriedAgain),
            ]
          }))
  }

  mutating func remember(_ path: String, _ entry: Entry?) {
    let known = entries[path]
    entries[path] = entry
    if let known, known.digest == entry?.digest { entries[path]?.wasTriedAgain = known.wasTriedAgain }
  }

  /// Files that lie there and that their agents did not take: a restart by hand may have changed that.
  var untaken: Set<String> { Set(entries.filter { !$0.value.isPutBack }.keys) }

  /// Has agents asked again that look as if they had come to run their file.
  /// - Parameter problems: with what they run, by the path of the file.
  mutating func take(_ problems: [String: [String]]) {
    for (path, found) in problems {
      guard let entry = entries[path] else { continue }
      if found.isEmpty, !entry.wasTriedAgain { unread[path] = entry.digest }
      entries[path]?.wasTriedAgain = found.isEmpty
    }
  }

  /// - Parameter digest: of a file that agents have to read; nil where they have.
  mutating func awaitReading(_ path: String, _ digest: Digest?) { unread[path] = digest?.description }

  /// Whether agents have still to read a file.
  func awaits(_ path: String, _ digest: Digest) -> Bool { unread[path] == digest.description }

  /// Whether agents have still to read a file, or do not run it.
  func knows(_ path: String) -> Bool { unread[path] != nil || entries[path] != nil }

  /// Has everything tried once more: what was put back is written again, what lies there is read again.
  mutating func forgetRefused() {
    for (path, entry) in entries where !entry.isPutBack { unread[path] = entry.digest }
    entries = [:]
  }

  /// Forgets files that are others now, or gone.
  /// - Parameters:
  ///   - digests: of the files that are wanted, by their paths.
  ///   - stays: whether a file that is not among them stays as it is.
  mutating func keep(only digests: [String: Digest], orWhere stays: (String) -> Bool) {
    entries = entries.filter { path, entry in
      digests[path].map { $0.description == entry.digest } ?? stays(path)
    }
    unread = unread.filter { digests[$0.key] != nil || stays($0.key) }
  }

  /// Forgets files that no running agent is asked to read any more.
  /// - Returns: those that there were.
  mutating func forget(_ paths: [String]) -> [String] {
    let known = paths.filter { entries[$0] != nil || unread[$0] != nil }
    for path in known {
      entries[path] = nil
      unread[path] = nil
    }
    return known
  }

  /// What of an agent's output is written: without the configurations that its running agents did not take, and with
  /// word of them.
  func applied(to output: AgentOutput) -> AgentOutput {
    var result = output
    for file in output.files {
      guard case .configuration(_, let role, _) = file.content, let entry = entries[file.path],
        // What is read once more in this cycle is told of afterwards.
        entry.isPutBack || unread[file.path] != entry.digest
      else { continue }
      let finding = entry.finding(file.path, of: output.agent, at: output.origin)
      result = result.adding(finding, keeping: entry.isPutBack ? role : nil)
    }
    return result
  }
}

extension ReloadMemory.Entry {
  /// - Parameter path: of the file.
  func finding(_ path: String, of agent: ObjectReference, at origin: SourceLocation) -> Diagnostic {
    Diagnostic(
      .error, code: "reload-failed", subject: agent, at: origin, message,
      remedy: "mend what \(path) is made of, or restart the agent with it by hand")
  }
}
