import Base
import Documents
import HTTP
import Platform

/// Reads a kubeconfig: what is in its context, and nothing of the others, which may need what only kubectl has (client-go
/// tools/clientcmd/api/v1/types.go). One file is read; `KUBECONFIG` with several, which kubectl merges, is not looked at.
struct Kubeconfig: Sendable {
  let path: String
  /// Nil for `current-context`.
  let context: String?
  let files: ClusterFiles

  /// What the file says now, with everything that it refers to.
  func settings() throws(ClusterAccessError) -> ClusterSettings {
    let findings = KubeconfigFields.Findings(file: path)
    guard let root = try root() else {
      throw ClusterAccessError("\(path) is empty", remedy: "write a kubeconfig there")
    }
    let fields = KubeconfigFields("", root, findings)
    // What programs show, and lists of entries of which one is read.
    fields.ignore("apiVersion", "kind", "preferences", "extensions", "clusters", "users", "contexts")
    var settings: ClusterSettings?
    if let context = chosen(fields) {
      // Every object that is written has a namespace of its own.
      context.ignore("namespace", "extensions")
      let cluster = referred(by: context, "cluster", of: "clusters", in: fields, isNeeded: true)
      let user = referred(by: context, "user", of: "users", in: fields, isNeeded: false)
      context.refuseOthers()
      let directory = FileSystem.parent(of: path)
      settings = cluster.flatMap {
        KubeconfigCluster(fields: $0, directory: directory, files: files).settings()
      }
      if let user {
        KubeconfigUser(fields: user, directory: directory, files: files).complete(&settings)
      }
    }
    fields.refuseOthers()
    guard let settings, findings.list.isEmpty else { throw ClusterAccessError(findings.list) }
    return settings
  }

  private func root() throws(ClusterAccessError) -> YAMLNode? {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try files.read(path)
    } catch {
      throw ClusterAccessError(
        error.description, remedy: "name a kubeconfig that can be read with --agent-cluster")
    }
    do throws(YAMLSyntaxError) {
      return try YAMLParser.documents(in: bytes).first?.root
    } catch {
      throw ClusterAccessError([
        Diagnostic(
          .error, code: ClusterAccessError.code, at: SourceLocation(file: path, position: error.position),
          error.message, remedy: "write a kubeconfig there")
      ])
    }
  }

  private func chosen(_ fields: KubeconfigFields) -> KubeconfigFields? {
    let current = fields.text("current-context")
    guard let name = context ?? current else {
      fields.add(
        "current-context", "current-context is not set",
        remedy: "set it with kubectl config use-context, or name a context with --agent-context")
      return nil
    }
    if let found = fields.entry(name, of: "contexts", content: "context") { return found }
    let known = fields.names(of: "contexts")
    fields.add(
      context == nil ? "current-context" : "contexts",
      "there is no context \(name)\(NearestName.suggestion(for: name, among: known))",
      remedy: known.isEmpty
        ? "add it" : "write one of \(known.sorted().joined(separator: ", ")) to --agent-context")
    return nil
  }

  private func referred(
    by context: KubeconfigFields, _ field: String, of list: String, in fields: KubeconfigFields,
    isNeeded: Bool
  ) -> KubeconfigFields? {
    guard let name = context.text(field) else {
      if isNeeded { context.add(field, "\(context.path(field)) is missing", remedy: "name one of \(list)") }
      return nil
    }
    if let found = fields.entry(name, of: list, content: field) { return found }
    let known = fields.names(of: list)
    context.add(
      field, "there is no \(field) \(name)\(NearestName.suggestion(for: name, among: known))",
      remedy: "add it to \(list), or mend \(context.path(field))")
    return nil
  }
}
