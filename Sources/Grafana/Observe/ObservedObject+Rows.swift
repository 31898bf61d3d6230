import Base
import Documents

extension ObservedObject {
  /// A data source's row without what the server counts or decorates.
  init(_ row: RemoteDatasource) {
    let decorations: Set<String> = [
      "id", "orgId", "typeLogoUrl", "typeName", "readOnly", "accessControl", "apiVersion",
    ]
    let content = row.model.filter { !decorations.contains($0) }
    self.init(
      key: ObjectKey(.datasource, row.uid), title: row.name, marker: JSON.object(content).digest.short,
      variant: row.type)
  }

  /// A dashboard with its public link.
  /// - Parameter isMarked: the marker moves with the link.
  func with(_ link: RemotePublicDashboard, inMarker isMarked: Bool) -> ObservedObject {
    let state = Digest(of: "\(link.uid) \(link.accessToken) \(link.isEnabled)").short
    return ObservedObject(
      key: key, title: title, parentUID: parentUID,
      marker: isMarked ? marker.map { "\($0) link \(state)" } : marker, version: version, manager: manager,
      variant: variant, parts: [link.uid], isLocked: isLocked)
  }

  /// A channel of the old alerting. When it was changed last is part of the marker: its secrets are not shown.
  init?(channel row: JSONObject) {
    guard let uid = row["uid"]?.stringValue, !uid.isEmpty else { return nil }
    let content = row.filter { $0 != "id" && $0 != "created" }
    self.init(
      key: ObjectKey(.notificationChannel, uid), title: row["name"]?.stringValue ?? uid,
      marker: JSON.object(content).digest.short)
  }

  /// A service account, with the number of its tokens: which they are is not listed.
  init(_ account: RemoteServiceAccount) {
    let text = "\(account.id) \(account.role) \(account.isDisabled) \(account.tokenCount)"
    self.init(
      key: ObjectKey(.serviceAccount, account.name), title: account.name, marker: Digest(of: text).short)
  }

  /// The metadata of an object of the Kubernetes-style API. Who manages it is for its manifest to say.
  init?(resource metadata: JSON, in listing: ResourceName.Listing) {
    guard let name = metadata["name"]?.stringValue, !name.isEmpty else { return nil }
    let resource = ResourceName(listing, name: name)
    self.init(
      key: ObjectKey(.resource, resource.uid), title: resource.title,
      marker: metadata["resourceVersion"]?.stringValue ?? metadata.digest.short)
  }

  init(_ panel: RemoteLibraryPanel) {
    let text = [panel.name, panel.folderUID, JSON.object(panel.model).digest.description]
    self.init(
      key: ObjectKey(.libraryPanel, panel.uid), title: panel.name, parentUID: panel.folderUID,
      marker: Digest(of: text.joined(separator: "\u{1}")).short, version: panel.version)
  }

  init(_ group: ListedRuleGroup) {
    self.init(
      key: ObjectKey(.alertRuleGroup, folderUID: group.folderUID, name: group.name), title: group.name,
      parentUID: group.folderUID, marker: group.marker, parts: group.ruleUIDs, uses: group.uses,
      isLocked: group.isLocked)
  }

  /// A mute timing or a template of notifications; nil where the row has no name.
  init?(named row: JSON, kind: ObjectKind) {
    guard let name = row["name"]?.stringValue, !name.isEmpty else { return nil }
    let content = row.objectValue?.filter { $0 != "version" } ?? JSONObject()
    self.init(
      key: ObjectKey(kind, name), title: name, marker: JSON.object(content).digest.short,
      isLocked: Provenance.isLocked(row))
  }

  /// The contact points of some receivers.
  static func contactPoints(_ receivers: [RemoteReceiver]) -> [ObservedObject] {
    Dictionary(grouping: receivers, by: \.name).map { name, receivers in
      let rows = receivers.map { JSONWriter.string($0.row, style: .canonical) }.sorted()
      return ObservedObject(
        key: ObjectKey(.contactPoint, name), title: name,
        marker: Digest(of: rows.joined(separator: "\n")).short,
        parts: receivers.map(\.uid).filter { !$0.isEmpty }.sorted(),
        isLocked: receivers.contains { $0.isLocked })
    }
  }

  /// The correlations of some data sources.
  static func correlations(_ correlations: [RemoteCorrelation]) -> [ObservedObject] {
    Dictionary(grouping: correlations, by: \.sourceUID).map { source, correlations in
      let rows = correlations.map { JSONWriter.string($0.row, style: .canonical) }.sorted()
      return ObservedObject(
        key: ObjectKey(.correlations, source), title: source,
        marker: Digest(of: rows.joined(separator: "\n")).short)
    }
  }

  init(policies tree: JSON) {
    self.init(
      key: .policyTree, title: ObjectKey.policyTree.uid, marker: tree.digest.short,
      uses: NotificationUses.all(inTree: tree),
      isLocked: !(tree["provenance"]?.stringValue ?? "").isEmpty)
  }
}
