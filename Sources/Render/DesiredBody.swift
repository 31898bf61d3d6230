import Base
import Documents

/// The whole content of a desired object, made when it is needed and let go afterwards.
public enum DesiredBody: Sendable {
  case folder(FolderBody)
  case datasource(DatasourceBody)
  case dashboard(DashboardBody)
  case document(DocumentBody)
  /// A file of an agent's configuration; the text may hold secrets.
  case file(SecretValue)
}

/// A folder's content.
public struct FolderBody: Sendable {
  public let title: String
  /// The permission items that the manifest gives, in one order; nil leaves what the workspace has.
  public let permissions: [JSON]?

  public init(title: String, permissions: [JSON]?) {
    self.title = title
    self.permissions = permissions.map { PermissionOrder.sorted($0) }
  }

  /// Digest of the title and of the permissions, in whatever order they were written.
  public var digest: Digest {
    var object: JSONObject = JSONObject([("title", .string(title))])
    if let permissions { object["permissions"] = .array(permissions) }
    return JSON.object(object).digest
  }
}
