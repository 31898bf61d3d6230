import Base
import Documents
import Manifests

/// The content of a dashboard with what belongs to it beside its model.
public struct DashboardBody: Sendable {
  public let model: JSON
  /// A Secret's value may stand anywhere in the model: nothing of it is shown.
  public let isSecret: Bool
  /// Nil: the dashboard is not public by the manifest.
  public let link: PublicLink?
  /// The permission items that the manifest gives, in one order; nil leaves what the workspace has.
  public let permissions: [JSON]?

  public init(
    _ model: JSON, isSecret: Bool = false, link: PublicLink? = nil, permissions: [JSON]? = nil
  ) {
    self.model = model
    self.isSecret = isSecret
    self.link = link
    self.permissions = permissions.map { PermissionOrder.sorted($0) }
  }

  /// Digest of everything, keyed where it holds secrets. Where there is nothing but the model it is the model's own, in the
  /// form that contents of workspaces are digested in.
  public func digest(key: [UInt8]) -> Digest {
    let content = isSecret ? Digest(of: model.digest.bytes, key: key) : model.digest
    guard link != nil || permissions != nil else { return content }
    var parts = content.description
    if let permissions { parts += "\npermissions \(JSON.array(permissions).digest)" }
    if let link {
      parts +=
        "\nlink \(link.isEnabled) \(link.accessToken ?? "") \(link.showsAnnotations) \(link.allowsTimeSelection)"
    }
    return Digest(of: parts)
  }
}

/// A link under which everybody may look at a dashboard.
public struct PublicLink: Hashable, Sendable {
  public let isEnabled: Bool
  /// 32 hexadecimal digits in lower case; nil leaves the choice to the workspace.
  public let accessToken: String?
  public let showsAnnotations: Bool
  public let allowsTimeSelection: Bool

  public init(
    isEnabled: Bool, accessToken: String? = nil, showsAnnotations: Bool, allowsTimeSelection: Bool
  ) {
    self.isEnabled = isEnabled
    self.accessToken = accessToken
    self.showsAnnotations = showsAnnotations
    self.allowsTimeSelection = allowsTimeSelection
  }

  init(_ sharing: PublicSharing) {
    self.init(
      isEnabled: sharing.isEnabled, accessToken: sharing.accessToken,
      showsAnnotations: sharing.showsAnnotations, allowsTimeSelection: sharing.allowsTimeSelection)
  }
}

/// Permission items in one order, so that the order in which they were written or read means nothing.
enum PermissionOrder {
  static func sorted(_ items: [JSON]) -> [JSON] {
    items.map { (JSONWriter.string($0, style: .canonical), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
