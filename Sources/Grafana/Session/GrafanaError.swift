import Base
import Documents
import HTTP

/// Why a call to a workspace did not do what it was to do.
public struct GrafanaError: Error, Hashable, Sendable {
  /// What kind of trouble it is, by which callers decide what to do next.
  public enum Kind: Hashable, Sendable {
    /// The token is missing, wrong, expired or revoked: nothing more is asked of the workspace in this cycle.
    case unauthorized
    /// The token's role is too low.
    case forbidden
    case notFound
    /// Somebody else wrote in between, or a name, title or uid is taken.
    case conflict
    /// The server refuses the content; sending it again will not help.
    case refused
    /// It may work later: overload, restart, a locked database, a connection that broke.
    case passing(retryAfter: Duration?)
    /// The workspace cannot read its own alerting configuration, and answers nothing that has to do with it (reference
    /// grafana-http-api.md section 18).
    case corrupted
    /// We ended the call ourselves: it says nothing about the server.
    case stopped
    /// The server could not be reached at all, or its certificate is not trusted.
    case unreachable
    /// The server did something that it should not.
    case unexpected
  }

  public let kind: Kind
  /// The status of the answer; nil where there was none.
  public let status: Int?
  /// What was called: `POST /api/dashboards/db`.
  public let call: String
  /// What the server said, or why there was no answer.
  public let message: String
  /// A part of what was to be written stands in the workspace, and is ours.
  public private(set) var leavesPart = false

  public init(kind: Kind, status: Int?, call: String, message: String) {
    self.kind = kind
    self.status = status
    self.call = call
    self.message = message
  }

  /// The same, after a part of the write.
  public var leavingPart: GrafanaError {
    var error = self
    error.leavesPart = true
    return error
  }

  /// One sentence: `POST /api/dashboards/db answered 412: The dashboard has been changed by someone else`.
  public var description: String {
    status.map { "\(call) answered \($0): \(message)" } ?? "\(call): \(message)"
  }

  /// Whether other calls would fare no better: nothing of the workspace can be read or written now.
  public var concernsEveryCall: Bool {
    switch kind {
    case .unauthorized, .stopped, .unreachable: true
    // A server that answers may answer others; one that does not, is slow or gone.
    case .passing: status == nil
    case .forbidden, .notFound, .conflict, .refused, .corrupted, .unexpected: false
    }
  }

  /// Whether the workspace may answer differently without anybody changing anything.
  public var isPassing: Bool {
    switch kind {
    case .passing: true
    case .stopped, .unreachable, .unauthorized, .forbidden, .notFound, .conflict, .refused, .corrupted,
      .unexpected:
      false
    }
  }
}

extension GrafanaError {
  init(_ error: HTTPError, call: String) {
    let kind: Kind =
      switch error.cause {
      case .timedOut, .cut, .malformedResponse: .passing(retryAfter: nil)
      case .cancelled: .stopped
      default: .unreachable
      }
    self.init(
      kind: kind, status: nil, call: call,
      message: kind == .stopped ? "stopped before it was answered" : error.cause.description)
  }

  /// Reads an answer that is no success. Bodies come in many shapes (reference grafana-http-api.md section 1.2).
  init(
    status: Int, body: [UInt8], retryAfter: Duration?, call: String, scrub: (String) -> String
  ) {
    let json = try? JSONParser.parse(body, options: .lenient)
    let said = Self.said(json) ?? Self.plainText(body, isJSON: json != nil) ?? ""
    let isJSON = json?.objectValue != nil
    let isCorrupted = json?["messageId"]?.stringValue == Self.corruptedConfiguration
    let kind =
      isCorrupted
      ? .corrupted
      : Self.kind(
        status: status, message: said, isJSON: isJSON, isPage: Self.isPage(body), retryAfter: retryAfter)
    // Some say only there what is wrong (section 6.6).
    let detail = json?["extra"]?["Error"]?.stringValue.flatMap { said.contains($0) ? nil : $0 }
    let message =
      !said.isEmpty
      ? scrub([said, detail].compactMap { $0 }.joined(separator: " "))
      : json != nil || body.isEmpty ? "no reason given" : "an answer that is not JSON"
    self.init(kind: kind, status: status, call: call, message: message)
  }

  /// The words of a JSON answer: one message, or one for each field that is wrong (servers up to 8.3 and what they have
  /// left behind: `[{"fieldNames": ["Type"], "message": "Required"}]`).
  private static func said(_ json: JSON?) -> String? {
    let entries = json?.arrayValue ?? [json].compactMap { $0 }
    let messages = entries.compactMap { entry -> String? in
      guard let message = entry["message"]?.stringValue, !message.isEmpty else { return nil }
      let fields = (entry["fieldNames"]?.arrayValue ?? []).compactMap(\.stringValue)
      return fields.isEmpty ? message : "\(fields.joined(separator: ", ")): \(message)"
    }
    return messages.isEmpty ? nil : messages.joined(separator: "; ")
  }

  /// Longer ones are no messages.
  private static let longestText = 500

  /// What is neither JSON nor a page may be a message (`404 page not found`).
  private static func plainText(_ body: [UInt8], isJSON: Bool) -> String? {
    guard !isJSON, !isPage(body), body.count <= longestText,
      let text = String(validating: body, as: UTF8.self)
    else { return nil }
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.isEmpty ? nil : line
  }

  /// A page for people comes from something that stands in front of the server.
  private static func isPage(_ body: [UInt8]) -> Bool {
    body.first { !$0.isBlank } == UInt8(ascii: "<")
  }

  private static let corruptedConfiguration = "alerting.notification.configCorrupted"
  /// What a server says that found its alerting configuration changed under its hands (section 6.7).
  private static let changedConfiguration = "could not find object using provided id and hash"

  /// What servers up to 10 say where another receiver has the uid (section 6.3); later ones answer 409.
  private static let takenReceiver = "already exist in contact point"

  private static func kind(
    status: Int, message: String, isJSON: Bool, isPage: Bool, retryAfter: Duration?
  ) -> Kind {
    let text = message.lowercased()
    switch status {
    case 401: return .unauthorized
    // Grafana 9.x answers 500 to a token that it does not know (section 1.3).
    case 500 where text == "invalid api key": return .unauthorized
    case _ where text.contains(changedConfiguration): return .passing(retryAfter: nil)
    case 500 where text.contains(takenReceiver): return .conflict
    // Two writers at one SQLite file; 500s for other reasons stay (sections 15.1 and 18).
    case 500 where text.contains("database is locked") || text.contains("database table is locked"):
      return .passing(retryAfter: nil)
    case 403: return isJSON ? .forbidden : .unreachable
    // A page says nothing of an object: taken for its absence, it would be made again, or forgotten.
    case 404: return isPage ? .unreachable : .notFound
    case 409, 412: return .conflict
    case 429, 502, 503, 504: return .passing(retryAfter: retryAfter)
    case 400, 402, 413, 422: return .refused
    case 300..<400: return .unauthorized
    default: return .unexpected
    }
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
