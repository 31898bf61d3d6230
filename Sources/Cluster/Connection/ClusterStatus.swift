import Base
import Documents
import HTTP

/// What an API server says when it refuses something: an object of the kind `Status` (Kubernetes API conventions, "Response
/// Status Kind").
struct ClusterStatus {
  let message: String
  let reason: String
  /// The kind of what it is about, as the server says: `namespaces`.
  let subjectKind: String
  let causes: [Cause]
  let retryAfter: Duration?

  struct Cause {
    let reason: String
    let message: String
    let field: String
  }

  /// Nil where the answer is something else, from a proxy for example.
  init?(_ body: [UInt8]) {
    var options = JSONParser.Options.lenient
    options.valueLimit = 20_000
    guard let json = try? JSONParser.parse(body, options: options), json["kind"] == "Status" else {
      return nil
    }
    message = json["message"]?.stringValue ?? ""
    reason = json["reason"]?.stringValue ?? ""
    let details = json["details"]
    subjectKind = details?["kind"]?.stringValue ?? ""
    retryAfter = details?["retryAfterSeconds"]?.intValue.map { .seconds(max(0, $0)) }
    causes = (details?["causes"]?.arrayValue ?? []).map { cause in
      Cause(
        reason: cause["reason"]?.stringValue ?? "", message: cause["message"]?.stringValue ?? "",
        field: cause["field"]?.stringValue ?? "")
    }
  }

  /// What others have and do not give.
  var fieldConflicts: [ClusterError.FieldConflict] {
    // apimachinery util/managedfields/internal/conflict.go: `conflict with "kubectl-edit" using v1`.
    let prefix = "conflict with "
    return causes.filter { $0.reason == "FieldManagerConflict" }.map { cause in
      ClusterError.FieldConflict(
        field: cause.field,
        manager: cause.message.hasPrefix(prefix)
          ? String(cause.message.dropFirst(prefix.count)) : cause.message)
    }
  }

  /// An object of another uid has the name by now.
  var isOfAnotherObject: Bool { !causes.isEmpty && causes.allSatisfy { $0.field == "metadata.uid" } }

  /// A field cannot have another value as long as the object is there. The server has no reason of its own for that:
  /// `field is immutable` (apimachinery api/validation/objectmeta.go), `updates to statefulset spec for fields other than …
  /// are forbidden` (apps validation.go), `may not change once set` (core validation.go, of a Service's clusterIPs).
  var isImmutable: Bool {
    let texts = [message] + causes.map(\.message)
    return ["field is immutable", "updates to statefulset spec", "may not change once set"].contains {
      words in
      texts.contains { $0.contains(words) }
    }
  }
}

extension ClusterError {
  /// From an answer that is no success.
  /// - Parameter scrub: takes secrets out of what the server says.
  init(_ response: HTTPResponse, call: String, now: Timestamp, scrub: (String) -> String) {
    let status = ClusterStatus(response.body)
    let text = status?.message ?? ""
    let message = scrub(text.isEmpty ? "no further word" : String(text.prefix(Self.longestMessage)))
    let retryAfter = response.retryAfter(now: now) ?? status?.retryAfter
    let kind: Kind
    switch response.status {
    case 401: kind = .unauthorized
    case 403: kind = .forbidden
    case 404:
      kind = status?.subjectKind == "namespaces" ? .namespaceMissing : status == nil ? .unexpected : .notFound
    case 409:
      let conflicts = status?.fieldConflicts ?? []
      kind = conflicts.isEmpty ? .conflict : .fieldConflict(conflicts)
    case 422 where status?.isOfAnotherObject == true: kind = .conflict
    case 400, 413, 422: kind = .invalid(isImmutable: status?.isImmutable ?? false)
    case 415: kind = .tooOld
    case 429, 500...599: kind = .passing(retryAfter: retryAfter)
    default: kind = .unexpected
    }
    self.init(kind, call: call, status: response.status, message)
  }

  /// Characters of what a server says.
  private static let longestMessage = 2000
}
