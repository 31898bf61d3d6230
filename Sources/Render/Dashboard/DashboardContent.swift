import Base
import Documents
import Manifests
import Platform

/// Makes the body of a dashboard or library panel from the text of its JSON.
enum DashboardContent {
  struct Result: Sendable {
    /// Nil where something is wrong.
    var reading: DashboardReader.Reading?
    var body: DashboardBody?
    var diagnostics: [Diagnostic] = []
    /// The files that it was made of beside its manifest, by name; nil for those that are not there.
    var imports: [String: String?] = [:]

    static func refused(_ diagnostic: Diagnostic) -> Result { Result(diagnostics: [diagnostic]) }
  }

  /// More than this is no dashboard: Grafana takes 5 MB (reference section 1.1).
  static let sizeLimit = 8 << 20

  static let packing = "write what gzip < dashboard.json | base64 prints"

  /// The body of an object whose text stands in the manifest and says it all; nil where something else is needed.
  static func inline(_ manifest: some ContentManifest, of object: ManifestObject) -> Result? {
    if manifest.usesEnvironment { return nil }
    do throws(ContentProblem) {
      guard let text = try written(manifest.content) else { return nil }
      let result = read(text, manifest, of: object, answers: .empty)
      return result.reading?.asksForDatasources == true ? nil : result
    } catch {
      return .refused(error.diagnostic(object.reference))
    }
  }

  /// The text that stands in a manifest; nil for other sources.
  static func written(_ content: ContentSource) throws(ContentProblem) -> ContentText? {
    switch content {
    case .json(let text): return .written(text, field: "spec.json")
    case .gzipJSON(let text):
      let start = text.location(.start)
      guard let packed = Base64.decode(text.text ?? "") else {
        throw ContentProblem(
          code: "invalid-base64", message: "spec.gzipJson is not base64", remedy: packing, location: start)
      }
      do throws(Gzip.Failure) {
        let bytes = try Gzip.decompress(packed, limit: sizeLimit)
        return .elsewhere(bytes, field: "spec.gzipJson", at: start)
      } catch {
        throw ContentProblem(
          code: "invalid-gzip", message: "spec.gzipJson cannot be unpacked: \(error)", remedy: packing,
          location: start)
      }
    case .url, .grafanaCom, .configMap, .jsonnet, .jsonnetProject: return nil
    }
  }

  /// - Parameter environment: is put in place of `${NAME}` where the text was not evaluated and the manifest asks for it.
  static func read(
    _ text: ContentText, _ manifest: some ContentManifest, of object: ManifestObject,
    answers: InputAnswers.View, environment: ContentEnvironment = .empty
  ) -> Result {
    let discretion = environment.holdsSecrets ? .secret : text.discretion
    let isSecret = discretion == .secret
    func diagnostic(_ severity: Diagnostic.Severity, _ problem: DashboardReader.Problem) -> Diagnostic {
      let found = problem.position.map { text.place($0, problem.label ?? "") }
      var message =
        problem.message.hasPrefix("is ")
        ? "\(text.field) \(problem.message)" : "\(text.field): \(problem.message)"
      if discretion > .none, let position = problem.position, let label = problem.label {
        message += " (line \(position.line), column \(position.column): \(label))"
      }
      return Diagnostic(
        severity, code: problem.code, subject: object.reference, at: found?.0 ?? text.start, message,
        remedy: problem.remedy, excerpt: problem.label == nil || discretion > .none ? nil : found?.1)
    }
    let substitutes = manifest.substitutesEnvironment && !manifest.content.isEvaluated
    let source = SubstitutedText(
      text.bytes, inputs: manifest.inputs, answers: answers,
      values: substitutes ? environment.values.mapValues(\.revealed) : [:], noun: type(of: manifest).noun,
      discretion: discretion)
    do throws(DashboardReader.Problem) {
      let dashboard = manifest as? GrafanaDashboard
      let reading =
        if let dashboard {
          try DashboardReader(variables: dashboard.variables).read(source)
        } else {
          try LibraryPanelContent.read(source)
        }
      try refuseSecrets(in: reading.model, manifest, environment)
      return Result(
        reading: reading,
        body: DashboardBody(
          reading.model.json, isSecret: isSecret, link: dashboard?.sharing.map { PublicLink($0) },
          permissions: dashboard?.permissions),
        diagnostics: text.warnings + reading.warnings.map { diagnostic(.warning, $0) })
    } catch {
      return Result(diagnostics: text.warnings + [diagnostic(.error, error)])
    }
  }

  /// Titles and uids are shown everywhere, and stand in notes and in the state directory.
  private static func refuseSecrets(
    in model: DashboardModel, _ manifest: some ContentManifest, _ environment: ContentEnvironment
  ) throws(DashboardReader.Problem) {
    guard environment.holdsSecrets else { return }
    for (name, text) in [("title", model.title), ("uid", manifest.uid == nil ? model.uid ?? "" : "")]
    where environment.isSecret(in: text) {
      throw DashboardReader.Problem(
        code: "shown-secret",
        message:
          "the \(type(of: manifest).noun)'s \(name) holds a secret value, and a \(name) is shown everywhere",
        remedy: "leave it out of there, or take it from a ConfigMap of the repository", position: nil,
        label: nil)
    }
  }
}
