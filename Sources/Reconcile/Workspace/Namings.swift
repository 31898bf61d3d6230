import Documents

/// The revisions in which the path of an environment, and each of its workspaces, were in Git last.
struct Namings: Equatable, Sendable {
  /// The commit in which the path was there last, in full.
  var path: String?
  /// Commits by the names of targets.
  var workspaces: [String: String] = [:]

  init() {}

  init(_ text: String) {
    guard let json = try? JSONParser.parse(text) else { return }
    path = json["path"]?.stringValue
    for url in json["workspaces"]?.objectValue?.keys ?? [] {
      workspaces[url] = json["workspaces"]?[url]?.stringValue
    }
  }

  var text: String {
    var workspaces = JSONObject()
    for (url, commit) in self.workspaces.sorted(by: { $0.key < $1.key }) { workspaces[url] = .string(commit) }
    let json: JSON = ["path": path.map { .string($0) } ?? .null, "workspaces": .object(workspaces)]
    return JSONWriter.string(json)
  }
}
