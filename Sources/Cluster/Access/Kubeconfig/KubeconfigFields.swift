import Base
import Documents

/// One mapping of a kubeconfig that is read, with what is wrong in it.
///
/// Not `Sendable`: it lives for one reading. All mappings of a file share their findings, so that a run tells all.
final class KubeconfigFields {
  /// Collects what is wrong in one file.
  final class Findings {
    private(set) var list: [Diagnostic] = []
    private let file: String

    init(file: String) { self.file = file }

    func add(_ position: Position, _ message: String, remedy: String?) {
      list.append(
        Diagnostic(
          .error, code: ClusterAccessError.code, at: SourceLocation(file: file, position: position), message,
          remedy: remedy))
    }
  }

  /// How messages call it: `users[ada].user`.
  let name: String
  private let node: YAMLNode
  private let findings: Findings
  private var read: Set<String> = []

  init(_ name: String, _ node: YAMLNode, _ findings: Findings) {
    self.name = name
    self.node = node
    self.findings = findings
    if node.mapping == nil, !node.isNull {
      findings.add(node.position, "\(name.isEmpty ? "the file" : name) is no mapping", remedy: nil)
    }
  }

  /// A field that may say what it wants: it does not concern access.
  func ignore(_ names: String...) { read.formUnion(names) }

  func has(_ field: String) -> Bool { node[field].map { !$0.isNull } ?? false }

  /// A text; nil where there is none or it is empty, as kubectl takes both for the same.
  func text(_ field: String) -> String? {
    read.insert(field)
    guard let value = node[field], !value.isNull else { return nil }
    guard let scalar = value.scalar else {
      add(field, "\(path(field)) is no text", remedy: nil)
      return nil
    }
    return scalar.text.isEmpty ? nil : scalar.text
  }

  func flag(_ field: String) -> Bool {
    read.insert(field)
    guard let value = node[field], !value.isNull else { return false }
    guard let flag = value.json.boolValue else {
      add(field, "\(path(field)) is neither true nor false", remedy: nil)
      return false
    }
    return flag
  }

  /// What stands in base64 in a field.
  func bytes(_ field: String) -> [UInt8]? {
    guard let text = text(field) else { return nil }
    guard let bytes = Base64.decode(text) else {
      add(field, "\(path(field)) is not base64", remedy: "write it with base64 -w0, or name the file instead")
      return nil
    }
    return bytes
  }

  /// A mapping below this one.
  func mapping(_ field: String) -> KubeconfigFields? {
    read.insert(field)
    return node[field].map { KubeconfigFields(path(field), $0, findings) }
  }

  /// The entry of a name in a list such as `users`, and the mapping in it.
  func entry(_ name: String, of list: String, content: String) -> KubeconfigFields? {
    read.insert(list)
    guard let found = (node[list]?.sequence ?? []).first(where: { $0["name"]?.scalar?.text == name }),
      let node = found[content]
    else { return nil }
    return KubeconfigFields("\(list)[\(name)].\(content)", node, findings)
  }

  /// The names of the entries of a list.
  func names(of list: String) -> [String] {
    read.insert(list)
    return (node[list]?.sequence ?? []).compactMap { $0["name"]?.scalar?.text }
  }

  /// Refuses a field by its name, where it is there.
  func refuse(_ field: String, _ reason: String, remedy: String) {
    read.insert(field)
    guard has(field) else { return }
    add(field, "\(path(field)) \(reason)", remedy: remedy)
  }

  /// Refuses what nobody has asked for.
  func refuseOthers() {
    for entry in node.mapping ?? [] where !read.contains(entry.name) {
      add(
        entry.name,
        "unknown field \(path(entry.name))\(NearestName.suggestion(for: entry.name, among: read.sorted()))",
        remedy: "mend or remove it")
    }
  }

  /// Tells something of a field, or of the whole where it is not there.
  func add(_ field: String, _ message: String, remedy: String?) {
    findings.add(node.entry(field)?.key.position ?? node.position, message, remedy: remedy)
  }

  func path(_ field: String) -> String { name.isEmpty ? field : "\(name).\(field)" }
}
