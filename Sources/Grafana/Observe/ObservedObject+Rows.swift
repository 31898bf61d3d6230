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

  init(_ group: ListedRuleGroup) {
    self.init(
      key: ObjectKey(.alertRuleGroup, folderUID: group.folderUID, name: group.name), title: group.name,
      parentUID: group.folderUID, marker: group.marker, parts: group.ruleUIDs, isLocked: group.isLocked)
  }
}
