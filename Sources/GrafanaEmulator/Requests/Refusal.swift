internal import Documents

/// Why an endpoint did not do what it was asked, in one of the shapes that Grafana has for that
/// (reference/grafana-http-api.md, section 1.2).
enum Refusal: Error, Sendable {
  /// `{"message"}`.
  case plain(Int, String)
  /// `{"message"}`, with an empty `traceID` where the version has it.
  case failed(Int, String)
  /// `{"message","status"}`.
  case status(Int, String, String)
  /// `{"statusCode","messageId","message"}`, with the `traceID` of other errors.
  case coded(Int, String, String)
  /// The role-based denial; names the permission.
  case denied(String)
  /// A route that this version lacks.
  case noRoute
  case page
  case credentials(CredentialProblem)
  case kubernetes(KubernetesStatus)
  /// A form of its own.
  case answer(Answer)

  /// What is wrong with the credentials (section 1.3).
  enum CredentialProblem: Sendable {
    case missing
    case malformedHeader
    case wrongPassword
    case malformedToken
    case unknownToken
    case expiredToken
  }

  /// A body that is not what the route takes.
  static let badRequest = Refusal.failed(400, "bad request data")
  static let dashboardNotFound = Refusal.failed(404, "Dashboard not found")
  static let folderNotFound = Refusal.status(404, "folder not found", "not-found")
  static let dataSourceNotFound = Refusal.plain(404, "Data source not found")

  func answer(_ lens: Lens) -> Answer {
    switch self {
    case .plain(let status, let message): return .json(["message": .string(message)], status: status)
    case .failed(let status, let message): return .json(Self.body(message, lens), status: status)
    case .status(let code, let message, let status):
      return .json(["message": .string(message), "status": .string(status)], status: code)
    case .coded(let status, let identifier, let message):
      var object = JSONObject(members: [
        ("statusCode", JSON(status)), ("messageId", JSON(identifier)), ("message", JSON(message)),
      ])
      if let traceID = lens.errorTraceID { object["traceID"] = JSON(traceID) }
      return .json(.object(object), status: status)
    case .denied(let permission): return Self.early(403, Self.denial(permission, lens))
    case .noRoute: return Self.early(404, ["message": "Not found"])
    case .page: return Answer(lens.missingPageStatus, contentType: Answer.pageType, body: .bytes([]))
    case .credentials(let problem): return Self.answer(problem, lens)
    case .kubernetes(let status): return .json(status.json, status: status.code)
    case .answer(let answer): return answer
    }
  }

  private static func body(_ message: String, _ lens: Lens) -> JSON {
    lens.errorTraceID.map { ["message": JSON(message), "traceID": JSON($0)] } ?? ["message": JSON(message)]
  }

  private static func denial(_ permission: String, _ lens: Lens) -> JSON {
    guard lens.accounts.denialsNamePermissions else { return ["message": "Permission denied"] }
    let text = "You'll need additional permissions to perform this action. Permissions needed: " + permission
    return [
      "accessErrorId": .string(NameMaker.denialReference()), "message": .string(text),
      "title": "Access denied",
    ]
  }

  private static func early(_ status: Int, _ body: JSON) -> Answer {
    Answer(status, contentType: Answer.jsonTypeWithCharset, body: .json(body))
  }

  private static func answer(_ problem: CredentialProblem, _ lens: Lens) -> Answer {
    lens.errorsAreCoded ? codedAnswer(problem, lens) : oldAnswer(problem, lens)
  }

  private static func oldAnswer(_ problem: CredentialProblem, _ lens: Lens) -> Answer {
    switch problem {
    case .missing: early(401, ["message": "Unauthorized"])
    case .expiredToken: early(401, ["message": "Expired API key"])
    case .malformedHeader: early(401, body("Invalid Basic Auth Header", lens))
    case .wrongPassword: early(401, body("invalid username or password", lens))
    case .malformedToken: early(401, body("invalid API key", lens))
    case .unknownToken:
      early(lens.accounts.unknownTokenIsInternalError ? 500 : 401, body("invalid API key", lens))
    }
  }

  private static func codedAnswer(_ problem: CredentialProblem, _ lens: Lens) -> Answer {
    let (identifier, message) =
      switch problem {
      case .missing, .malformedHeader: ("auth.unauthorized", "Unauthorized")
      case .wrongPassword: ("password-auth.failed", "Invalid username or password")
      case .malformedToken: ("api-key.invalid", "Invalid API key")
      case .expiredToken: ("api-key.expired", "Expired API key")
      case .unknownToken: ("", "Unauthorized")
      }
    if identifier.isEmpty { return early(401, ["message": .string(message), "traceID": ""]) }
    let status = if case .wrongPassword = problem { lens.accounts.wrongPasswordStatus } else { 401 }
    return early(
      status,
      [
        "extra": .null, "message": .string(message), "messageId": .string(identifier),
        "statusCode": JSON(status),
        "traceID": "",
      ])
  }
}
