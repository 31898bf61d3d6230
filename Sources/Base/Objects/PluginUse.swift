/// A plugin of the workspace that a content needs to be shown, or that its manifest asks for.
public struct PluginUse: Hashable, Comparable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case panel
    case datasource = "data source"
    /// Named by the manifest, which does not say what it is.
    case any = "plugin"
  }

  public let kind: Kind
  public let id: String
  /// The version that is asked for; nil takes any.
  public let version: String?
  /// Where it is named first, for people: `panel "CPU"`.
  public let place: String
  /// A secret may stand in the id: messages do not say it.
  public let isSecret: Bool

  public init(
    _ kind: Kind, _ id: String, version: String? = nil, place: String, isSecret: Bool = false
  ) {
    self.isSecret = isSecret
    self.kind = kind
    self.id = id
    self.version = version
    self.place = place
  }

  public static func < (left: PluginUse, right: PluginUse) -> Bool {
    (left.id, left.kind.rawValue, left.version ?? "", left.place)
      < (right.id, right.kind.rawValue, right.version ?? "", right.place)
  }
}
