import Agent
import Base
import Documents

/// The files that running agents did not take, so that they are not asked to once more before the file is another one, and
/// those that they have not been seen to read.
struct ReloadMemory: Equatable {
  /// A file that was not taken.
  struct Entry: Equatable {
    let digest: String
    let message: String
    /// The former file lies there again.
    let isPutBack: Bool
    /// The processes that did not take it, where they say since when they run.
    var processes: String? = nil
    /// Agents looked as if they ran the file, and were asked in vain: they are asked again once they have looked otherwise, or
    /// have been started anew.
    var wasTriedAgain = false
  }

  /// A file that was written, or was about to be, and that not all agents have been seen to read.
  struct Unread: Equatable {
    let digest: String
    /// The addresses of those that have.
    var readers: Set<String> = []
    /// Another program answers than the one that the file is for. The former file is of that one.
    var awaitsProgram = false
  }

  /// Who is to read a file.
  struct Addressees: Equatable {
    /// What runs there: the mode of the GrafanaAgent.
    let program: String
    let addresses: [String]
  }

  /// By the path of the file below the output directory.
  private(set) var entries: [String: Entry] = [:]
  /// By the path.
  private(set) var unread: [String: Unread] = [:]
  /// By the path, as the last cycle had them.
  private(set) var addressees: [String: Addressees] = [:]

  init() {}

  mutating func restore(_ path: String, _ entry: Entry) { entries[path] = entry }
  mutating func restore(_ path: String, _ file: Unread) { unread[path] = file }
  mutating func restore(_ path: String, _ readers: Addressees) { addressees[path] = readers }

  // MARK: Asking

  mutating func remember(_ path: String, _ entry: Entry?) {
    let known = entries[path]
    entries[path] = entry
    if let known, known.digest == entry?.digest { entries[path]?.wasTriedAgain = known.wasTriedAgain }
  }

  /// - Parameter digest: of a file that agents have to read.
  mutating func awaitReading(_ path: String, _ digest: Digest) {
    if unread[path]?.digest == digest.description { return }
    unread[path] = Unread(
      digest: digest.description, awaitsProgram: unread[path]?.awaitsProgram ?? false)
  }

  /// All agents have read the file, or will when they start.
  mutating func noteRead(_ path: String) { unread[path] = nil }

  /// Some agents have read the file, and others have still to be asked.
  mutating func noteRead(_ path: String, by readers: Set<String>) { unread[path]?.readers.formUnion(readers) }

  /// - Parameter awaits: whether another program answers than the one that the file is for.
  mutating func noteProgram(_ path: String, awaits: Bool) { unread[path]?.awaitsProgram = awaits }

  /// Whether agents have still to read a file.
  func awaits(_ path: String, _ digest: Digest) -> Bool { unread[path]?.digest == digest.description }

  /// Whether agents have still to read a file, or do not run it.
  func knows(_ path: String) -> Bool { unread[path] != nil || entries[path] != nil }

  // MARK: Trying again

  /// Files that lie there and that their agents did not take: a restart by hand may have changed that.
  var untaken: Set<String> { Set(entries.filter { !$0.value.isPutBack }.keys) }

  /// Has agents asked again that look as if they had come to run their file.
  /// - Parameter looks: at what they run, by the path of the file.
  /// - Returns: the paths of the files that they are asked for.
  mutating func take(_ looks: [String: AgentLook]) -> Set<String> {
    var again: Set<String> = []
    for (path, look) in looks {
      guard let entry = entries[path] else { continue }
      let isRestarted = look.processes != nil && entry.processes != nil && look.processes != entry.processes
      if look.problems.isEmpty, !entry.wasTriedAgain || isRestarted {
        unread[path] = unread[path] ?? Unread(digest: entry.digest)
        again.insert(path)
      }
      entries[path]?.wasTriedAgain = look.problems.isEmpty
      if let processes = look.processes { entries[path]?.processes = processes }
    }
    return again
  }

  /// Has everything tried once more: what was put back is written again, what lies there is read again.
  mutating func forgetRefused() {
    for path in entries.keys { forgetRefused(path) }
  }

  private mutating func forgetRefused(_ path: String) {
    guard let entry = entries.removeValue(forKey: path), !entry.isPutBack else { return }
    unread[path] = Unread(digest: entry.digest)
  }

  // MARK: Forgetting

  /// Has files tried once more whose agents are others now: other addresses, or another program.
  /// - Parameters:
  ///   - current: who is to read which file, by its path.
  ///   - digests: of the files that are wanted.
  ///   - stays: whether a file that is not among them stays as it is.
  mutating func keep(
    addressees current: [String: Addressees], _ digests: [String: Digest], orWhere stays: (String) -> Bool
  ) {
    for (path, addressee) in current {
      guard let known = addressees[path], known != addressee else { continue }
      if known.program != addressee.program { unread[path]?.awaitsProgram = false }
      forgetRefused(path)
      // Who reads it by now was not asked for it.
      if let digest = digests[path] { unread[path] = unread[path] ?? Unread(digest: digest.description) }
      unread[path]?.readers = []
    }
    addressees = addressees.filter { stays($0.key) }.merging(current) { _, new in new }
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

  // MARK: Telling

  /// What of an agent's output is written: without the configurations that its running agents did not take, and with
  /// word of them.
  func applied(to output: AgentOutput) -> AgentOutput {
    var result = output
    for file in output.files {
      guard case .configuration(_, let role, _) = file.content, let entry = entries[file.path] else {
        continue
      }
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
