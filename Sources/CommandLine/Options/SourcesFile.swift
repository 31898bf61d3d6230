import Base
import Git
import Manifests
import Reconcile
import Report

/// Turns Flux documents into environments: one for each Kustomization, named as it is.
struct SourcesFile {
  private let sources: FluxSources
  private let file: String
  private var diagnostics: [Diagnostic]
  private var environments: [EnvironmentSettings] = []

  /// - Parameter tell: hears of what is odd and of documents that are skipped, in whole lines, where the file can be used.
  /// - Throws: everything that is wrong with the file, together.
  static func environments(
    _ bytes: [UInt8], file: String, tell: (String) -> Void
  ) async throws(CommandFailure) -> [EnvironmentSettings] {
    var reading = try await SourcesFile(bytes, file: file)
    for object in reading.sources.kustomizations { reading.add(object) }
    reading.checkWhole()
    let errors = reading.diagnostics.filter { $0.severity == .error }.sorted()
    guard errors.isEmpty else {
      throw CommandFailure("\(file) cannot be used", findings: errors)
    }
    for finding in reading.diagnostics { tell(DiagnosticText.render([finding])) }
    for document in reading.sources.skipped { tell(document.line + "\n") }
    return reading.environments
  }

  private init(_ bytes: [UInt8], file: String) async throws(CommandFailure) {
    do throws(SourceTreeError) {
      sources = try await FluxSources(bytes, file: file)
    } catch {
      throw CommandFailure(error.message)
    }
    self.file = file
    diagnostics = sources.diagnostics
  }

  private mutating func add(_ object: ManifestObject) {
    guard let kustomization = object.spec as? FluxKustomization else { return }
    let name = object.metadata.name
    if !EnvironmentName.isUsable(name) {
      refuse(object, "invalid-name", "\(name) cannot name an environment", EnvironmentName.rule)
    }
    guard let repository = repository(of: object, kustomization), let source = source(repository) else {
      return
    }
    var environment = EnvironmentSettings(name: name, source: source.settings)
    environment.path = kustomization.path
    // A cycle asks the source and repairs drift, so the shorter of the two intervals is wanted.
    environment.interval = min(kustomization.interval, source.spec.interval)
    environment.targetNamespace = kustomization.targetNamespace
    environment.prune.isEnabled = kustomization.prune
    environment.isSuspended = kustomization.isSuspended || source.spec.isSuspended
    environments.append(environment)
  }

  private mutating func repository(of object: ManifestObject, _ kustomization: FluxKustomization)
    -> ManifestObject?
  {
    let wanted = kustomization.source
    if let found = sources.repositories.first(where: { $0.reference == wanted }) { return found }
    // One that is there and has errors was told already.
    guard !sources.diagnostics.contains(where: { $0.subject == wanted }) else { return nil }
    let names = sources.repositories.filter { $0.reference.namespace == wanted.namespace }.map(
      \.reference.name)
    refuse(
      object, "missing-reference",
      "spec.sourceRef names \(wanted), which is not in the file\(NearestName.suggestion(for: wanted.name, among: names))",
      "add the GitRepository to the file")
    return nil
  }

  private mutating func source(
    _ object: ManifestObject
  ) -> (settings: SourceSettings, spec: FluxGitRepository)? {
    guard let repository = object.spec as? FluxGitRepository else { return nil }
    do throws(GitError) {
      var settings = SourceSettings(
        url: try GitURL(repository.url), reference: try Self.reference(repository.reference),
        secret: repository.secretName.map {
          SourceSettings.SecretName(namespace: object.reference.namespace, name: $0)
        })
      settings.limits.total = repository.timeout
      settings.limits.connect = min(settings.limits.connect, repository.timeout)
      settings.limits.stall = min(settings.limits.stall, repository.timeout)
      try SourceCheck.check(settings)
      return (settings, repository)
    } catch {
      let told = diagnostics.contains { $0.subject == object.reference && $0.code == "invalid-source" }
      if !told { refuse(object, "invalid-source", error.description, "mend spec.url or spec.ref") }
      return nil
    }
  }

  private static func reference(_ reference: FluxGitRepository.Reference) throws(GitError) -> GitReference {
    switch reference {
    case .branch(let name): return .branch(name)
    case .tag(let name): return .tag(name)
    case .name(let name): return .name(name)
    case .commit(let text):
      guard let commit = GitObjectIdentifier(text) else {
        throw GitError.invalidReference(text, reason: "a commit has 40 hexadecimal digits")
      }
      return .commit(commit)
    }
  }

  private mutating func checkWhole() {
    for (name, twins) in Dictionary(grouping: sources.kustomizations, by: \.metadata.name)
    where twins.count > 1 {
      refuse(
        twins[1], "duplicate-name",
        "\(twins.count) Kustomizations are named \(name) in different namespaces", "give them different names"
      )
    }
    if sources.kustomizations.isEmpty, diagnostics.isEmpty {
      diagnostics.append(
        Diagnostic(
          .error, code: "missing-kustomization", at: SourceLocation(file: file, position: .start),
          "there is no Kustomization in the file",
          remedy: "add one that names a directory of a GitRepository"))
    }
  }

  private mutating func refuse(_ object: ManifestObject, _ code: String, _ message: String, _ remedy: String)
  {
    diagnostics.append(
      Diagnostic(.error, code: code, subject: object.reference, at: object.origin, message, remedy: remedy))
  }
}
