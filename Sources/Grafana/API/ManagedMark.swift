import Documents

/// Says on an object of Grafana 12 and newer that it comes from Git (reference section 11.2): pages show who manages it and
/// where it comes from, and other tools leave it alone.
///
/// `kubectl` is the kind for tools that have none of their own; servers refuse `repo` to everybody but themselves. Edits stay
/// allowed: what people do in the pages is kept and told, and a workspace that Sluice has left is not locked.
public struct ManagedMark: Hashable, Sendable {
  static let kindName = "grafana.app/managedBy"
  static let identityName = "grafana.app/managerId"
  private static let kind = "kubectl"
  /// The same for every daemon and environment: newer servers do not let it change on an object.
  private static let identity = "sluice"
  private static let editsName = "grafana.app/managerAllowsEdits"
  private static let pathName = "grafana.app/sourcePath"
  private static let checksumName = "grafana.app/sourceChecksum"

  /// Of the manifest, from the top of the repository.
  public let sourcePath: String
  /// Changes with the wanted content; never the digest of a secret alone.
  public let sourceChecksum: String

  public init(sourcePath: String, sourceChecksum: String) {
    self.sourcePath = sourcePath
    self.sourceChecksum = sourceChecksum
  }

  var annotations: [(key: String, value: JSON)] {
    [
      (Self.kindName, .string(Self.kind)), (Self.identityName, .string(Self.identity)),
      (Self.editsName, "true"), (Self.pathName, .string(sourcePath)),
      (Self.checksumName, .string(sourceChecksum)),
    ]
  }

  /// A merge patch that takes the mark off.
  static var removal: JSON {
    let names = [kindName, identityName, editsName, pathName, checksumName]
    return ["metadata": ["annotations": .object(JSONObject(names.map { ($0, JSON.null) }))]]
  }

  /// Who else says that he manages an object with such annotations; nil where nobody does.
  static func foreignManager(_ annotations: JSON?) -> String? {
    guard let kind = annotations?[kindName]?.stringValue, !kind.isEmpty else { return nil }
    return isOurs(annotations) ? nil : kind
  }

  static func isOurs(_ annotations: JSON?) -> Bool {
    annotations?[kindName]?.stringValue == kind && annotations?[identityName]?.stringValue == identity
  }
}
