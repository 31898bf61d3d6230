import Documents
import Foundation
import TestSupport

/// An answer of a real server that is no success, once for all recordings in which it is.
struct RecordedAnswer: Sendable {
  let method: String
  /// Of the request, without its query.
  let path: String
  let status: Int
  /// Empty where the answer names none.
  let contentType: String
  let body: String
  /// What the server says in it; empty where it says nothing.
  let message: String
  /// The recordings that have it, oldest first: `8.4.11`.
  fileprivate(set) var recordings: [String] = []

  init(
    _ method: String, _ path: String, _ status: Int, contentType: String = "application/json", body: String
  ) {
    self.method = method
    self.path = path
    self.status = status
    self.contentType = contentType
    self.body = body
    let json = try? JSONParser.parse(Array(body.utf8), options: .lenient)
    let entries = json?.arrayValue ?? [json].compactMap { $0 }
    message = entries.compactMap { entry in
      let fields = (entry["fieldNames"]?.arrayValue ?? []).compactMap(\.stringValue).joined(separator: ", ")
      return entry["message"]?.stringValue.map { fields.isEmpty ? $0 : "\(fields): \($0)" }
    }.joined(separator: "; ")
  }

  /// How people and tests know it.
  var name: String { "\(method) \(path) \(status) \(message)" }

  /// A report says each message on one line.
  var line: String { message.split(whereSeparator: \.isNewline).joined(separator: " ") }

  /// Whether the workspace is asked nothing more in a cycle after it.
  var endsCycle: Bool {
    let isPage = body.hasPrefix("<") && (status == 403 || status == 404)
    return status == 401 || status < 400 || isPage || message.lowercased() == "invalid api key"
  }
}

extension RecordedAnswer {
  static let folder = "grafana-recordings"

  /// Every distinct refusal of all recordings, read once.
  static let all = Result { try gather() }

  /// By method, family of paths, status and message, in which what differs from one object to the next counts as the same.
  private static func gather() throws -> [RecordedAnswer] {
    var found: [String: RecordedAnswer] = [:]
    let recordings = try SharedData.names(in: folder).filter { $0.first?.isNumber == true }
    for recording in recordings.sorted(by: { $0.compare($1, options: .numeric) == .orderedAscending }) {
      for file in try SharedData.names(in: "\(folder)/\(recording)") where file.hasSuffix(".jsonl") {
        for line in try SharedData.bytes("\(folder)/\(recording)/\(file)").split(separator: 0x0A) {
          guard let answer = try RecordedAnswer(line: line) else { continue }
          let key = "\(answer.method) \(family(answer.path)) \(answer.status) \(normal(answer))"
          var known = found[key] ?? answer
          if known.recordings.last != recording { known.recordings.append(recording) }
          found[key] = known
        }
      }
    }
    return found.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Parsing all of every recording would take most of the test's time.
  private static let marks = ["4", "5"].map { Data("\"response\": {\"status\": \($0)".utf8) }

  /// Nil where the exchange went well.
  private init?(line: ArraySlice<UInt8>) throws {
    let text = Data(line)
    guard Self.marks.contains(where: { text.range(of: $0) != nil }) else { return nil }
    let exchange = try JSONParser.parse(Array(line), options: .lenient)
    guard let request = exchange["request"], let response = exchange["response"],
      let method = request["method"]?.stringValue, let target = request["path"]?.stringValue,
      let status = response["status"]?.intValue, status >= 400
    else { return nil }
    let body =
      switch response["body_kind"]?.stringValue {
      case "empty": ""
      case "json": JSONWriter.string(response["body"] ?? .null)
      default: response["body"]?.stringValue ?? ""
      }
    self.init(
      method, String(target.prefix { $0 != "?" }), status,
      contentType: response["headers"]?["content-type"]?.stringValue ?? "", body: body)
  }

  /// `/api/folders/*` for `/api/folders/rec-missing`.
  static func family(_ path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
      if isVersion(segment) { return String(segment) }
      let isWord = segment.allSatisfy { $0.isLowercase && $0.isASCII || $0 == "-" || $0 == "." }
      return isWord && !segment.hasPrefix("rec") ? String(segment) : "*"
    }.joined(separator: "/")
  }

  /// `v1`, `v1beta1`.
  private static func isVersion(_ segment: Substring) -> Bool {
    segment.first == "v" && segment.dropFirst().first?.isNumber == true
  }

  /// The message, or the body where there is none, without numbers and names of objects.
  private static func normal(_ answer: RecordedAnswer) -> String {
    (answer.message.isEmpty ? answer.body : answer.message)
      .replacing(/rec[- ][^\s'")]*/, with: "*").replacing(/[0-9]+/, with: "0")
  }
}
