import Base
import Documents
import Evaluation
import Jsonnet
import Manifests

/// Evaluates the Jsonnet of a manifest.
struct JsonnetRendering {
  /// What an evaluation looked for, to tell later whether it would find the same.
  struct Trace: Sendable {
    /// What was found, by name.
    var found: Set<String> = []
    var absent: Set<String> = []
  }

  /// Nil where this program does not evaluate.
  let evaluator: JsonnetEvaluator?
  let environment: ContentEnvironment
  /// Nil where the limits of one evaluation are enough.
  var allowance: EvaluationAllowance?

  /// What is evaluated and how its places are told.
  struct Program {
    /// Its name for messages and imports.
    let name: String
    let text: [UInt8]
    /// What messages call it.
    let field: String
    let start: SourceLocation
    /// Where a place in it stands in the repository; nil where it stands nowhere.
    let place: ((Position, String) -> (SourceLocation, Diagnostic.Excerpt?))?
  }

  func evaluate(
    _ program: Program, _ libraries: any JsonnetLibraries, trace: inout Trace
  ) async throws(ContentProblem) -> ContentText {
    guard let evaluator else {
      throw ContentProblem(
        code: "jsonnet-unavailable", message: "\(program.field) cannot be evaluated by this program",
        remedy: "use the program sluice", location: program.start)
    }
    let allowed = allowance?.rest
    if let allowed, allowed <= .zero { throw Self.postponed(program) }
    let task = JsonnetTask(
      fileName: program.name, program: program.text, variables: environment.values)
    let search = ImportSearch(libraries)
    let start = ContinuousClock.now
    let result = await evaluator.evaluate(task, within: allowed) { await search.answer($0) }
    allowance?.spend(.now - start)
    (trace.found, trace.absent) = await (search.found, search.absent)
    switch result {
    case .success(let json):
      var text = ContentText.elsewhere(json, field: "what \(program.field) evaluates to", at: program.start)
      if environment.holdsSecrets { text.discretion = .secret }
      return text
    case .failure(.timedOut) where allowance?.cut(allowed) == true:
      throw Self.postponed(program)
    case .failure(let failure): throw problem(failure, program, trace, missing: await search.missing)
    }
  }

  // MARK: Messages

  /// Of programs that were not seen to fail by themselves.
  static let postponedCode = "jsonnet-postponed"

  private static func postponed(_ program: Program) -> ContentProblem {
    ContentProblem(
      code: postponedCode,
      message: "\(program.field) is not evaluated yet: the programs of this revision take too long together",
      remedy: "nothing is lost: it is gone on with in the next cycle; mend the programs that take long",
      location: program.start)
  }

  private func problem(
    _ failure: EvaluationFailure, _ program: Program, _ trace: Trace, missing: ImportSearch.Missing?
  ) -> ContentProblem {
    func problem(_ code: String, _ message: String, remedy: String?) -> ContentProblem {
      ContentProblem(
        code: code, message: "\(program.field) cannot be evaluated: \(message)", remedy: remedy,
        location: program.start)
    }
    if case .refused(let words) = failure {
      return located(JsonnetError(words, program: program.name), program, trace, missing: missing)
    }
    let end = EvaluationEnd(failure)
    return problem("jsonnet-\(end.code)", end.message, remedy: end.remedy)
  }

  private func located(
    _ error: JsonnetError, _ program: Program, _ trace: Trace, missing: ImportSearch.Missing?
  ) -> ContentProblem {
    let found = error.position.flatMap { position in program.place.map { $0(position, "here") } }
    var message = error.message
    var remedy: String?
    if let missing, error.isMissingImport {
      message = "it imports \"\(missing.path)\", which is nowhere: \(missing.places)"
      remedy = Self.remedy(missing.path)
    } else if environment.holdsSecrets, !error.isStatic {
      message = "it fails; the text of the failure may hold a value of a Secret and is not shown"
      remedy = "try it with jsonnet and values that are no secrets"
    }
    // Where it fails elsewhere, that place is told; ours is where it was called from. A text of several lines that the
    // program fails with can look like a place, so only files that it is made of are named.
    if let place = error.otherPlace(
      program.place == nil ? nil : program.name, among: trace.found.union([program.name]))
    {
      message += " (\(place))"
    }
    return ContentProblem(
      code: "invalid-jsonnet", message: "\(program.field) cannot be evaluated: \(message)", remedy: remedy,
      location: found?.0 ?? program.start, excerpt: found?.1)
  }

  /// grafana-operator brings a copy of grafonnet-lib along, which was given up in 2022; here libraries come with the tree.
  private static func remedy(_ path: String) -> String {
    guard path.hasPrefix("grafonnet/") || path.hasPrefix("grafonnet-7.0/") || path.contains("grafonnet")
    else {
      return "commit it beside the manifest, or in a folder lib or vendor above it"
    }
    return "commit the library to a folder vendor: jb install github.com/grafana/grafonnet-lib/grafonnet"
  }
}

/// Looks imports up, and remembers what was looked for.
private actor ImportSearch {
  struct Missing: Sendable {
    let path: String
    let places: String
  }

  private let libraries: any JsonnetLibraries
  private(set) var found: Set<String> = []
  private(set) var absent: Set<String> = []
  private(set) var missing: Missing?

  init(_ libraries: any JsonnetLibraries) {
    self.libraries = libraries
  }

  func answer(_ wanted: JsonnetImport) async -> JsonnetImportAnswer {
    guard let candidates = libraries.candidates(wanted) else {
      missing = Missing(path: wanted.path, places: "it leads out of the repository")
      return .missing(reason: "it leads out of the repository")
    }
    for name in candidates {
      do throws(SourceTreeError) {
        if let bytes = try await libraries.file(name) {
          found.insert(name)
          return .file(name: name, bytes: bytes)
        }
      } catch {
        return .missing(reason: error.message)
      }
      absent.insert(name)
    }
    let places = "there is no \(candidates.joined(separator: ", "))"
    missing = Missing(path: wanted.path, places: places)
    return .missing(reason: places)
  }
}
