/// Names an object of the Kubernetes-style API.
public struct ResourceName: Hashable, Sendable {
  /// What is listed together: all objects of one kind in one namespace.
  public struct Listing: Hashable, Comparable, Sendable {
    /// `playlist.grafana.app`.
    public let group: String
    public let kind: String
    /// Nil leaves it to the workspace.
    public let namespace: String?

    public init(group: String, kind: String, namespace: String?) {
      self.group = group
      self.kind = kind
      self.namespace = namespace
    }

    public static func < (left: Listing, right: Listing) -> Bool {
      (left.group, left.kind, left.namespace ?? "") < (right.group, right.kind, right.namespace ?? "")
    }
  }

  public let listing: Listing
  public let name: String

  public init(_ listing: Listing, name: String) {
    self.listing = listing
    self.name = name
  }

  /// The name as `ObjectKey.uid`: `playlist.grafana.app/Playlist/weekly`, with the namespace before the name where one is
  /// given. None of the parts has a slash.
  public var uid: String {
    ([listing.group, listing.kind] + (listing.namespace.map { [$0] } ?? []) + [name]).joined(separator: "/")
  }

  /// Reads what `uid` gives.
  public init?(uid: String) {
    let parts = uid.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (3...4).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    listing = Listing(group: parts[0], kind: parts[1], namespace: parts.count == 4 ? parts[2] : nil)
    name = parts[parts.count - 1]
  }

  /// What has to be listed to see objects of these keys; nothing for other kinds.
  public static func listings(of keys: some Sequence<ObjectKey>) -> Set<Listing> {
    Set(keys.compactMap { $0.kind == .resource ? ResourceName(uid: $0.uid)?.listing : nil })
  }

  /// What people call it.
  public var title: String { "\(listing.kind) \(name)" }

  /// The same for a workspace whose objects lie in a namespace where none is said: named or not, it is one object.
  public func said(in namespace: String) -> ResourceName {
    guard listing.namespace == namespace else { return self }
    return ResourceName(Listing(group: listing.group, kind: listing.kind, namespace: nil), name: name)
  }
}

extension ObjectKey {
  /// The key that all ways to declare the object share: a dashboard is one whether a manifest of its own kind gives it or
  /// a `GrafanaManifest`.
  public var declared: ObjectKey {
    guard kind == .resource, let name = ResourceName(uid: uid), name.listing.namespace == nil,
      name.listing.group == "dashboard.grafana.app", name.listing.kind == "Dashboard"
    else { return self }
    return ObjectKey(.dashboard, name.name)
  }
}
