import Base
import Grafana
import Plan
import Reconcile
import Store

/// A state that an object once had and can have again: a copy that was kept of it, or what its workspace remembers.
struct PastState: Sendable {
  enum Source: Sendable {
    case copy(ListedCopy)
    case workspace(KeptVersion, title: String)
  }

  let source: Source
  let key: ObjectKey
  let target: TargetName
  let environment: EnvironmentSettings
  let memory: StateReading

  /// When the state ended (copies, trash) or began (versions of the workspace); nil where the server wrote no time.
  var at: Timestamp? {
    switch source {
    case .copy(let copy): copy.copy.taken
    case .workspace(let version, _): Timestamp(version.at)
    }
  }

  var title: String {
    switch source {
    case .copy(let copy): copy.copy.title
    case .workspace(_, let title): title
    }
  }

  /// As messages call it: `copy 12`, `version 3`.
  var name: String {
    switch source {
    case .copy(let copy): "copy \(copy.id)"
    case .workspace(let version, _): version.name
    }
  }

  func isSame(as other: PastState) -> Bool {
    target == other.target && key == other.key && name == other.name
  }

  /// The first digits of the commit that Sluice saved it for; the message of each of its saves tells. Nil for other states.
  var commit: String? {
    guard case .workspace(let version, _) = source else { return nil }
    let text =
      version.message.hasPrefix("repair: ")
      ? version.message.dropFirst("repair: ".count) : version.message[...]
    let word = text.prefix { $0 != " " }
    return word.count >= 7 && word.count <= 40 && word.allSatisfy({ $0.isHexDigit && $0.isASCII })
      ? String(word) : nil
  }

  /// Its number in the version history of the workspace.
  var version: Int? {
    guard case .workspace(let version, _) = source, case .version(let number) = version.place else {
      return nil
    }
    return number
  }
}
