import Base
import Documents
import Manifests

/// The work of rendering one document: looks values up, remembers the files that the document points to, collects
/// what is wrong. Each component of a configuration is an extension in a file of its own.
final class Rendering {
  /// Where the values lie that a configuration names by path.
  enum Placement: Hashable, Sendable {
    /// Where Grafana Agent Operator mounts them in a pod; whether they are there shows in the pod.
    case mounted
    /// Files in a directory that Sluice writes.
    case written(directory: String)
  }

  /// Who holds what is being rendered.
  struct Owner {
    let reference: ObjectReference
    let origin: SourceLocation

    init(_ reference: ObjectReference, at origin: SourceLocation) {
      self.reference = reference
      self.origin = origin
    }

    init<Spec>(_ member: HierarchyMember<Spec>) { self.init(member.reference, at: member.origin) }

    var namespace: String { reference.namespace }
  }

  private(set) var record = RenderingRecord()
  let placement: Placement
  private let lookup: ValueLookup
  private let jobs: JobCache

  /// - Parameter jobs: those that were rendered with the same look-up.
  init(placement: Placement, lookup: @escaping ValueLookup, jobs: JobCache = JobCache()) {
    self.placement = placement
    self.lookup = lookup
    self.jobs = jobs
  }

  /// The jobs of other documents whose agents have the same settings.
  func shelf(_ settings: JobSettings) -> JobShelf { jobs.shelf(settings.key) }

  /// The job of a monitor, taken from another document where it is the same there.
  /// - Parameter render: makes it.
  func job<Spec>(
    _ monitor: HierarchyMember<Spec>, index: Int = 0, _ shelf: JobShelf,
    _ render: (Rendering) -> ConfigValue
  ) -> ConfigValue {
    let job = shelf.job(of: monitor, index: index, placement) {
      let part = Rendering(placement: placement, lookup: lookup)
      let config = render(part)
      return RenderedJob(config, record: part.record)
    }
    record.add(job.record)
    return .job(job)
  }

  func tell(_ diagnostic: Diagnostic) { record.diagnostics.append(diagnostic) }

  func error(
    _ code: String, of owner: Owner, at location: SourceLocation?, _ message: String, remedy: String
  ) {
    tell(
      Diagnostic(
        .error, code: code, subject: owner.reference, at: location ?? owner.origin, message, remedy: remedy))
  }

  /// A value that stands in the text itself.
  func value(_ source: ValueSource, of owner: Owner) -> ConfigValue? {
    found(ValueReference(source, namespace: owner.namespace), of: owner).map { .secret($0.known) }
  }

  /// A value that the document reads from a file: the file's path.
  func path(_ source: ValueSource, of owner: Owner) -> ConfigValue {
    let reference = ValueReference(source, namespace: owner.namespace)
    if case .written = placement { record.files[reference] = found(reference, of: owner)?.known }
    return .text(path(of: reference))
  }

  func path(of reference: ValueReference) -> String {
    switch placement {
    case .mounted: "/var/lib/grafana-agent/secrets/" + reference.fileName
    case .written(let directory): directory + "/" + reference.fileName
    }
  }

  /// A YAML document in a Secret or ConfigMap.
  func document(_ source: ValueSource, of owner: Owner) -> JSON? {
    let what = ValueReference(source, namespace: owner.namespace)
    guard let value = found(what, of: owner) else { return nil }
    guard case .value(let secret) = value else {
      tell(
        Diagnostic(
          .notice, code: "unknown-value", subject: owner.reference, at: source.selector.origin,
          "\(what) is not at hand, so what it holds is neither checked nor shown",
          remedy: "name the directory that has it with --secrets"))
      return nil
    }
    do {
      let documents = try secret.withBytes { bytes throws(YAMLSyntaxError) in
        try YAMLParser.documents(in: bytes)
      }
      if documents.count < 2 { return documents.first?.root.jsonWithLetters ?? .null }
      error(
        "invalid-value", of: owner, at: source.selector.origin,
        "\(what) holds \(documents.count) YAML documents",
        remedy: "write one document")
    } catch {
      // The problem and its place only: the text is a secret.
      self.error(
        "invalid-yaml", of: owner, at: source.selector.origin,
        "\(what) is not YAML: line \(error.position.line), column \(error.position.column)",
        remedy: "mend the text in the Secret")
    }
    return nil
  }

  /// A value, or the knowledge that there is one.
  private enum Found {
    case value(SecretValue)
    case unknown

    /// What stands in a document that nobody writes.
    var known: SecretValue {
      if case .value(let value) = self { value } else { SecretValue(AgentJudge.unknownMark) }
    }
  }

  private func found(_ reference: ValueReference, of owner: Owner) -> Found? {
    let answer = lookup(reference)
    record.answers[reference] = answer
    switch answer {
    case .found(let value): return .value(value)
    case .unknown: return .unknown
    case .missing(let message, let remedy):
      error("missing-value", of: owner, at: reference.source.selector.origin, message, remedy: remedy)
      return nil
    }
  }
}
