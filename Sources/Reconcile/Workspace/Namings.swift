import Documents

/// The revisions in which the path of an environment, and each of its workspaces, were in Git last, and what became of the
/// workspaces since.
struct Namings: Equatable, Sendable {
  /// The commit in which the path was there last, in full.
  var path: String?
  /// Commits by the names of targets.
  var workspaces: [String: String] = [:]

  /// Workspaces that no manifest names any more and in which nothing is owned any more.
  private(set) var former: Set<String> = []
  /// The commit whose trailers were read last, in full, and the workspaces that those since the one before were to forget.
  var heard: (commit: String, forgotten: [String])?

  init() {}

  /// Notes that a revision names the workspace.
  mutating func name(_ workspace: String, in commit: String) {
    workspaces[workspace] = commit
    former.remove(workspace)
  }

  /// Notes that nothing is owned in the workspace any more, and that nothing names it.
  mutating func close(_ workspace: String) {
    workspaces[workspace] = nil
    former.insert(workspace)
  }

  static func == (left: Namings, right: Namings) -> Bool { left.text == right.text }

  init(_ text: String) {
    guard let json = try? JSONParser.parse(text) else { return }
    path = json["path"]?.stringValue
    for url in json["workspaces"]?.objectValue?.keys ?? [] {
      workspaces[url] = json["workspaces"]?[url]?.stringValue
    }
    former = Set((json["former"]?.arrayValue ?? []).compactMap(\.stringValue))
    if let commit = json["heard"]?.stringValue {
      heard = (commit, (json["forgotten"]?.arrayValue ?? []).compactMap(\.stringValue))
    }
  }

  var text: String {
    var workspaces = JSONObject()
    for (url, commit) in self.workspaces.sorted(by: { $0.key < $1.key }) { workspaces[url] = .string(commit) }
    func list(_ texts: some Sequence<String>) -> JSON { .array(texts.map { .string($0) }) }
    let json: JSON = [
      "path": path.map { .string($0) } ?? .null, "workspaces": .object(workspaces),
      "former": list(former.sorted()), "heard": heard.map { .string($0.commit) } ?? .null,
      "forgotten": list(heard?.forgotten ?? []),
    ]
    return JSONWriter.string(json)
  }
}
