import Base
import JQ
import Manifests

/// Tells what is wrong with the scripts of a manifest, each with its number and its place.
struct PatchProblems {
  let scripts: [ManifestText]
  let holdsSecrets: Bool

  private var start: SourceLocation {
    scripts.first?.location(.start) ?? SourceLocation(file: "", position: .start)
  }

  var unavailable: ContentProblem {
    ContentProblem(
      code: "jq-unavailable", message: "spec.patch.scripts cannot be run by this program",
      remedy: "use the program sluice", location: start)
  }

  var postponed: ContentProblem {
    ContentProblem(
      code: PatchRendering.postponedCode,
      message: "spec.patch.scripts is not run yet: the programs of this revision take too long together",
      remedy: "nothing is lost: it is gone on with in the next cycle; mend the programs that take long",
      location: start)
  }

  func wrongResult(_ message: String, remedy: String = "mend spec.patch.scripts") -> ContentProblem {
    ContentProblem(code: "invalid-patch", message: message, remedy: remedy, location: start)
  }

  /// Names so many of the members that scripts make.
  private static let mostNamed = 3

  /// - Parameters:
  ///   - fields: of the template.
  ///   - others: members that scripts make. They choose the names, which may be of any length, or a value of a Secret.
  func prohibited(_ fields: [String], making others: [String], _ subject: ObjectReference) -> Diagnostic {
    let named = fields + (holdsSecrets ? [] : others.prefix(Self.mostNamed))
    let rest = fields.count + others.count - named.count
    var names = [JQError.oneLine(named.joined(separator: ", "))].filter { !$0.isEmpty }
    if rest > 0 { names.append(holdsSecrets ? "other members" : "\(rest) more") }
    return Diagnostic(
      .warning, code: "prohibited-patch", subject: subject, at: start,
      "spec.patch.scripts changes \(names.joined(separator: " and ")); that stays as spec.template has it",
      remedy: "write another template for another object")
  }

  func problem(_ failure: JQFailure) -> ContentProblem {
    switch failure {
    case .wrong(let script, let words):
      let error = JQError(words, script: text(script))
      return problem(script, error.message, at: error.position)
    case .failed(let script, let words):
      if holdsSecrets {
        return problem(
          script, "it fails; the text of the failure may hold a value of a Secret and is not shown",
          remedy: "try it with jq and values that are no secrets")
      }
      return problem(script, "it fails: \(JQError.oneLine(words))")
    case .unreadable(let words):
      return wrongResult(
        "jq cannot read spec.template: \(JQError.oneLine(words))", remedy: "nest it less deeply")
    case .unusable(let variable):
      return wrongResult(
        "the value of \(variable) in spec.patch.env cannot be one of an environment: it is no UTF-8 text, or a zero byte "
          + "stands in it", remedy: "give it as text, in base64 for instance")
    case .noObject(let script, let type):
      return problem(script, "it gives \(type) and no object", remedy: "let every result be the whole object")
    case .other(let failure):
      let end = EvaluationEnd(failure)
      return ContentProblem(
        code: "jq-\(end.code)", message: "spec.patch.scripts cannot be run: \(end.message)",
        remedy: end.remedy,
        location: start)
    }
  }

  private func text(_ script: Int) -> String {
    scripts.indices.contains(script) ? scripts[script].text ?? "" : ""
  }

  private func problem(
    _ script: Int, _ message: String, at position: Position = .start, remedy: String? = nil
  ) -> ContentProblem {
    let place = scripts.indices.contains(script) ? scripts[script] : nil
    return ContentProblem(
      code: "invalid-patch", message: "spec.patch.scripts[\(script)]: \(message)", remedy: remedy,
      location: place?.location(position) ?? start, excerpt: place?.excerpt(position, label: "here"))
  }
}
