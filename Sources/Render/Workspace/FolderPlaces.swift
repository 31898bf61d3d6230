import Base
import Manifests

/// Finds the folder that each object of a workspace is to lie in, and the folders that have no manifest of their own.
struct FolderPlaces {
  /// Why an object has no folder.
  struct Problem: Error {
    let diagnostic: Diagnostic
  }

  private let references: Set<ObjectReference>
  private let heldBack: [ObjectReference: SourceLocation]
  private let unreadableFile: String?
  /// Top-level folders of the repository by their titles in lower case.
  private var byTitle: [String: ObjectReference] = [:]
  private(set) var implicit: [DesiredObject] = []

  /// - Parameter unreadableFile: one that may hold folders.
  init(
    _ folders: [RenderedContent], heldBack: [ObjectReference: SourceLocation], unreadableFile: String?
  ) {
    self.unreadableFile = unreadableFile
    references = Set(folders.map(\.object.reference))
    self.heldBack = heldBack
    for content in folders {
      guard let folder = content.object.spec as? GrafanaFolder, folder.parent == nil else { continue }
      byTitle[folder.title.lowercased()] = content.object.reference
    }
  }

  mutating func parent(of content: RenderedContent) -> Result<DesiredObject.Parent, Problem> {
    switch content.object.spec {
    case let folder as GrafanaFolder:
      return folder.parent.map { parent($0, field: "spec.parentFolderRef", of: content) } ?? .success(.root)
    case let dashboard as GrafanaDashboard:
      switch dashboard.folder {
      case .reference(let reference): return parent(reference, field: "spec.folderRef", of: content)
      case .title(let title): return .success(parent(titled: title, of: content))
      }
    case let panel as GrafanaLibraryPanel:
      return panel.folder.map { parent($0, field: "spec.folderRef", of: content) } ?? .success(.root)
    case let group as GrafanaAlertRuleGroup:
      return parent(group.folder, field: "spec.folderRef", of: content)
    default: return .success(.root)
    }
  }

  private func parent(
    _ reference: FolderReference, field: String, of content: RenderedContent
  ) -> Result<DesiredObject.Parent, Problem> {
    switch reference {
    case .uid(let uid): return .success(.uid(uid))
    case .manifest(let folder):
      if references.contains(folder) || heldBack[folder] != nil { return .success(.object(folder)) }
      let names = references.filter { $0.namespace == folder.namespace }.map(\.name).sorted()
      let hint =
        unreadableFile.map { "; \($0), which cannot be read, may hold it" }
        ?? NearestName.suggestion(for: folder.name, among: names)
      return .failure(
        Problem(
          diagnostic: Diagnostic(
            .error, code: "missing-reference", subject: content.object.reference, at: content.object.origin,
            "\(field) names \(folder), which is not in the repository for this workspace\(hint)",
            remedy: unreadableFile == nil
              ? "add the GrafanaFolder, or name the folder by folderUID" : "mend that file first")))
    }
  }

  /// `General` is the top level; a folder of the repository with that title is taken; otherwise one is made.
  private mutating func parent(titled title: String, of content: RenderedContent) -> DesiredObject.Parent {
    let key = title.lowercased()
    if key == "general" { return .root }
    if let reference = byTitle[key] { return .object(reference) }
    let reference = ObjectReference(
      kind: GrafanaFolder.kind, namespace: content.object.reference.namespace, name: "folder titled \(title)")
    byTitle[key] = reference
    implicit.append(
      DesiredObject(
        kind: .folder, reference: reference, origin: content.object.origin, uid: nil, title: title,
        digest: FolderBody(title: title, permissions: nil).digest, isImplicit: true))
    return .object(reference)
  }
}
