internal import Documents

/// What a list of library elements is limited to.
struct LibraryElementQuery: Sendable {
  private let text: String
  private let kind: Int
  private let types: [Substring]
  private let excludedUID: String
  /// Nil where no folder is named.
  private let folders: Set<String>?
  private let isDescending: Bool

  init(_ call: Call, _ workspace: Workspace) {
    func list(_ name: String) -> [Substring] {
      call.queryValues(name).flatMap { $0.split(separator: ",").map { Substring($0) } }
    }
    text = (call.query("searchString") ?? "").lowercased()
    kind = call.query("kind").flatMap { Int($0) } ?? 0
    types = list("typeFilter")
    excludedUID = call.query("excludeUid") ?? ""
    isDescending = call.query("sortDirection") == "alpha-desc"
    let uids = list("folderFilterUIDs").map { $0 == "general" ? "" : String($0) }
    let numbers = list("folderFilter").compactMap { Int($0) }.map { workspace.folder(id: $0)?.uid ?? "" }
    folders = uids.isEmpty && numbers.isEmpty ? nil : Set(uids + numbers)
  }

  /// By name, as bytes.
  func results(in rows: [LibraryElementRecord]) -> [LibraryElementRecord] {
    rows.filter(matches).sorted { one, other in
      if one.name == other.name { return one.id < other.id }
      return one.name.utf8.lexicographicallyPrecedes(other.name.utf8) != isDescending
    }
  }

  private func matches(_ element: LibraryElementRecord) -> Bool {
    if !text.isEmpty, !element.name.lowercased().contains(text),
      !element.description.lowercased().contains(text)
    {
      return false
    }
    if kind != 0, element.kind.rawValue != kind { return false }
    if !types.isEmpty, !types.contains(where: { $0 == element.type }) { return false }
    if element.uid == excludedUID { return false }
    return folders?.contains(element.folderUID) ?? true
  }
}
