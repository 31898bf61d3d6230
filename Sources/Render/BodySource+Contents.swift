import Base
import Evaluation
import Jsonnet
import Manifests
import Platform
import Secrets

extension BodySource {
  /// Why there is no text: something about the manifest, or the tree as a whole.
  private enum Failure: Error {
    case problem(ContentProblem)
    case tree(SourceTreeError)
  }

  /// The content of a dashboard or a library panel, wherever its JSON stands.
  /// - Parameter allowance: bounds what evaluations take in all.
  func content(
    _ manifest: some ContentManifest, of object: ManifestObject, allowance: EvaluationAllowance? = nil
  ) async throws(SourceTreeError) -> DashboardContent.Result {
    var trace = JsonnetRendering.Trace()
    var result: DashboardContent.Result
    do throws(Failure) {
      let environment = try environment(of: manifest, object)
      let text = try await text(
        of: manifest, object,
        JsonnetRendering(evaluator: means.evaluator, environment: environment, allowance: allowance), &trace)
      result = DashboardContent.read(
        text, manifest, of: object, answers: means.answers.view(of: object, manifest.common),
        environment: environment)
    } catch {
      switch error {
      case .problem(let problem): result = .refused(problem.diagnostic(object.reference))
      case .tree(let error): throw error
      }
    }
    if !trace.found.isEmpty || !trace.absent.isEmpty {
      let files = try await files()
      for name in trace.found.union(trace.absent) {
        result.imports.updateValue(files[name]?.contentID, forKey: name)
      }
    }
    return result
  }

  private func environment(
    of manifest: some ContentManifest, _ object: ManifestObject
  ) throws(Failure) -> ContentEnvironment {
    guard manifest.usesEnvironment else { return .empty }
    do throws(ContentEnvironment.Missing) {
      return try .find(manifest.environment, namespace: object.reference.namespace, lookup: means.lookup)
    } catch {
      throw Self.missing(error.error, at: error.origin)
    }
  }

  private static func missing(_ error: LookupError, at location: SourceLocation) -> Failure {
    .problem(
      ContentProblem(
        code: "missing-value", message: error.message, remedy: error.remedy, location: location))
  }

  private func text(
    of manifest: some ContentManifest, _ object: ManifestObject, _ rendering: JsonnetRendering,
    _ trace: inout JsonnetRendering.Trace
  ) async throws(Failure) -> ContentText {
    switch manifest.content {
    case .json, .gzipJSON:
      let content = try await wholeContent(object)
      do throws(ContentProblem) {
        if let text = try DashboardContent.written(content) { return text }
      } catch {
        throw .problem(error)
      }
      throw Self.changed(object)
    case .configMap(let selector): return try await configMap(selector, object)
    case .url, .grafanaCom: return try await remote(manifest, object)
    case .jsonnet, .jsonnetProject:
      return try await evaluated(try await wholeContent(object), object, rendering, &trace)
    }
  }

  /// The content with its text.
  private func wholeContent(_ object: ManifestObject) async throws(Failure) -> ContentSource {
    do throws(SourceTreeError) {
      guard let spec = try await whole(object)?.spec as? any ContentManifest else {
        throw SourceTreeError(.fileRefused, path: object.origin.file, "")
      }
      return spec.content
    } catch {
      throw error.message.isEmpty ? Self.changed(object) : .tree(error)
    }
  }

  private static func changed(_ object: ManifestObject) -> Failure {
    .problem(
      ContentProblem(
        code: "file-changed", message: "the file cannot be read again", location: object.origin))
  }

  // MARK: ConfigMaps

  private func configMap(
    _ selector: KeySelector, _ object: ManifestObject
  ) async throws(Failure) -> ContentText {
    let reference = ObjectReference(
      kind: ConfigMapManifest.kind, namespace: object.reference.namespace, name: selector.name)
    let field = "\(reference), key \(selector.key),"
    let found: FoundValue
    guard let source = objects[reference], let text = source.text(of: selector.key) else {
      // Not in the tree, or not as text: the lookup knows the other places, and names them all where it is in none.
      do throws(LookupError) {
        found = try means.lookup.found(.configMap(selector), namespace: object.reference.namespace)
      } catch {
        throw Self.missing(error, at: selector.origin)
      }
      let bytes = try Self.unpacked(found.value.withBytes { $0 }, field, selector)
      var text = ContentText.elsewhere(bytes, field: field, at: selector.origin)
      if found.isSecret { text.discretion = .secret }
      return text
    }
    if text.text != nil { return .written(text, field: field) }
    do throws(SourceTreeError) {
      if let whole = try await whole(source)?.text(of: selector.key) { return .written(whole, field: field) }
    } catch {
      throw .tree(error)
    }
    throw Self.changed(object)
  }

  /// Bytes of a ConfigMap may be packed: grafana-operator 4 took them so.
  private static func unpacked(
    _ bytes: [UInt8], _ field: String, _ selector: KeySelector
  ) throws(Failure) -> [UInt8] {
    guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes }
    do throws(Gzip.Failure) {
      return try Gzip.decompress(bytes, limit: DashboardContent.sizeLimit)
    } catch {
      throw .problem(
        ContentProblem(
          code: "invalid-gzip", message: "\(field) cannot be unpacked: \(error)",
          remedy: DashboardContent.packing, location: selector.origin))
    }
  }

  // MARK: Other machines

  private func remote(
    _ manifest: some ContentManifest, _ object: ManifestObject
  ) async throws(Failure) -> ContentText {
    let found: RemoteContent?
    do throws(LookupError) {
      found = try means.remote.content(manifest, namespace: object.reference.namespace)
    } catch {
      throw Self.missing(error, at: manifest.content.origin ?? object.origin)
    }
    guard let content = found else { throw Self.changed(object) }
    do throws(URLContentCache.Problem) {
      let fetched = try await means.urls.content(of: content)
      var text = ContentText.elsewhere(
        fetched.bytes, field: "the content of \(content.field)", at: content.origin)
      text.discretion = .foreign
      text.warnings =
        fetched.staleBecause.map { reason in
          [
            Diagnostic(
              .warning, code: "stale-content", subject: object.reference, at: content.origin, reason,
              remedy: "bring the host back, or put the JSON into the manifest")
          ]
        } ?? []
      return text
    } catch {
      throw .problem(
        ContentProblem(
          code: "fetch-failed", message: error.message, remedy: error.remedy, location: content.origin))
    }
  }

  // MARK: Jsonnet

  private func evaluated(
    _ content: ContentSource, _ object: ManifestObject, _ rendering: JsonnetRendering,
    _ trace: inout JsonnetRendering.Trace
  ) async throws(Failure) -> ContentText {
    switch content {
    case .jsonnet(let text):
      let libraries = try await libraries(object)
      let program = JsonnetRendering.Program(
        name: LibraryPath.joined(libraries.folder, "spec.jsonnet") ?? "spec.jsonnet",
        text: Array((text.text ?? "").utf8), field: "spec.jsonnet", start: text.location(.start),
        place: { (text.location($0), text.excerpt($0, label: $1)) })
      do throws(ContentProblem) {
        return try await rendering.evaluate(program, libraries, trace: &trace)
      } catch {
        throw .problem(error)
      }
    case .jsonnetProject(let project):
      do throws(ContentProblem) {
        return try await evaluated(project, rendering)
      } catch {
        throw .problem(error)
      }
    default: throw Self.changed(object)
    }
  }

  private func libraries(_ object: ManifestObject) async throws(Failure) -> TreeLibraries {
    do throws(SourceTreeError) {
      return TreeLibraries(
        files: try await files(), tree: tree,
        folder: object.origin.file.split(separator: "/").dropLast().joined(separator: "/"),
        fileLimit: EvaluationLimits().file)
    } catch {
      throw .tree(error)
    }
  }

  private func evaluated(
    _ project: JsonnetProject, _ rendering: JsonnetRendering
  ) async throws(ContentProblem) -> ContentText {
    let files = try JsonnetProjectArchive.files(in: project)
    guard let name = LibraryPath.joined("", project.fileName), let program = files[name] else {
      throw ContentProblem(
        code: "invalid-archive",
        message: "the archive of spec.jsonnetLib has no file \(project.fileName)"
          + NearestName.suggestion(for: project.fileName, among: files.keys.sorted()),
        remedy: "name a file of the archive with fileName", location: project.origin)
    }
    let libraries = ArchiveLibraries(files: files, searchPaths: project.searchPaths)
    // The files of an archive are part of the manifest, so nothing of them has to be looked for again.
    var trace = JsonnetRendering.Trace()
    return try await rendering.evaluate(
      JsonnetRendering.Program(
        name: name, text: program, field: "\(name) of spec.jsonnetLib", start: project.origin, place: nil),
      libraries, trace: &trace)
  }
}

extension ContentSource {
  /// Where the manifest names what lies elsewhere.
  fileprivate var origin: SourceLocation? {
    switch self {
    case .url(let source): source.origin
    case .grafanaCom(let source): source.origin
    case .configMap(let selector): selector.origin
    case .json, .gzipJSON, .jsonnet, .jsonnetProject: nil
    }
  }
}

extension ManifestObject {
  /// A value of a ConfigMap; nil for other kinds, other keys, and bytes.
  func text(of key: String) -> ManifestText? { (spec as? ConfigMapManifest)?.data[key] }
}
