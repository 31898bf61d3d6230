import Base
import Manifests

/// A namespace without a manifest, whose labels a selector asks for: what is selected there is decided by its name alone.
/// Upstream, where every namespace is an object, there is no such thing (reference agent-operator.md section 2).
struct UnknownNamespace: Hashable, Sendable {
  /// The object that selects.
  let parent: ObjectReference
  let place: SourceLocation
  /// Of the objects that would be selected.
  let kind: String
  let namespace: String
  let isSelected: Bool

  var warning: Diagnostic {
    Diagnostic(
      .warning, code: "unknown-namespace", subject: parent, at: place,
      "namespace \(namespace) has no Namespace manifest, so its labels are not known: each \(kind) of it "
        + (isSelected ? "is taken in" : "is left out"),
      remedy: "commit the Namespace manifest with its labels")
  }
}
