import GrafanaEmulator

/// A place at which an answer of a server reaches Sluice: one call of one of the things that are done to a kind.
struct FaultSeat: Sendable {
  /// What is done to an object when the call is made.
  enum Verb: String, Sendable, CaseIterable {
    /// A listing, or what is asked before one: it concerns all objects.
    case observe
    /// The object is not there yet.
    case create
    /// The object is another one in Git than in the workspace, and is read for it.
    case read
    case update
    case delete
  }

  let verb: Verb
  let method: String
  /// `/api/folders/{}/permissions`: `{}` stands for the object, `{number}` for the number by which the server knows it, `*`
  /// for any other segment.
  let route: String
  /// Where the path does not tell the object, what the body of its request holds: `"uid":"{}"`.
  var bodyText: String?
  /// Emulated versions that are called so.
  var versions: [String] = FaultSeat.allVersions
  /// Other recorded calls whose refusals are of this one too.
  var relatives: [String] = []
  /// Statuses after which Sluice goes on, since another call or a later one says the same.
  var tolerated: Set<Int> = []
  /// Asked only when the connection is made.
  var needsConnection = false
  /// Asked only after this answer to another call.
  var provocation: Provocation?

  struct Provocation: Sendable {
    let method: String
    let route: String
    var bodyText: String?
    let status: Int
    let message: String
  }

  /// Newest first.
  static let allVersions = ["12.4", "10.1", "9.4", "9.3", "8.5", "8.4"]
  static let newest = ["12.4"]
  static let before12 = ["10.1", "9.4", "9.3", "8.5", "8.4"]
  static let from9 = ["12.4", "10.1", "9.4", "9.3"]
  static let from10 = ["12.4", "10.1"]
  static let from9Before12 = ["10.1", "9.4", "9.3"]
  static let before9 = ["8.5", "8.4"]
  static let legacyAlerting = ["8.4"]

  init(
    _ verb: Verb, _ method: String, _ route: String, body: String? = nil,
    on versions: [String] = allVersions, like relatives: [String] = [],
    tolerating tolerated: Set<Int> = [],
    needsConnection: Bool = false, after provocation: Provocation? = nil
  ) {
    self.verb = verb
    self.method = method
    self.route = route
    bodyText = body
    self.versions = versions
    self.relatives = relatives
    self.tolerated = tolerated
    self.needsConnection = needsConnection
    self.provocation = provocation
  }

  /// Whether the call is of one object, so that others get their own answers beside it.
  var isOfOneObject: Bool { verb != .observe && (route.contains("{") || bodyText != nil) }

  /// Whether the answer was one to this call.
  func takes(_ answer: RecordedAnswer) -> Bool {
    ([route] + relatives).contains { Self.covers($0, answer.path) } && method == answer.method
  }

  /// Whether a request was this call.
  func isCall(_ request: LoggedRequest) -> Bool {
    method == request.method && Self.covers(route, String(request.target.prefix { $0 != "?" }))
  }

  /// Whether a pattern stands for a path.
  static func covers(_ route: String, _ path: String) -> Bool {
    let wanted = route.split(separator: "/", omittingEmptySubsequences: false)
    let given = path.split(separator: "/", omittingEmptySubsequences: false)
    return wanted.count == given.count
      && zip(wanted, given).allSatisfy { $0.first == "{" || $0 == "*" || $0 == $1 || areVersions($0, $1) }
  }

  private static func areVersions(_ one: Substring, _ other: Substring) -> Bool {
    one.first == "v" && other.first == "v"
      && [one, other].allSatisfy { $0.dropFirst().first?.isNumber == true }
  }

  /// The rules that give the answer to the calls for one object, for as long as they stand.
  /// - Parameter number: of the object, where the route holds it.
  func rules(_ answer: RecordedAnswer, object: String, number: Int? = nil) -> [FaultRule] {
    var effect = FaultEffect(
      .answer(
        status: answer.status, contentType: answer.contentType, body: answer.body, retryAfterSeconds: nil))
    // That something is not there is true only where somebody else has deleted it just before.
    effect.isCarriedOut = method == "DELETE" && answer.status == 404
    let path = number.map { self.route.replacing("{number}", with: String($0)) } ?? self.route
    var rule = FaultRule(method: method, path: Self.fill(path, object), effect)
    rule.bodyText = bodyText.map { Self.fill($0, object) }
    guard let provocation else { return [rule] }
    var first = FaultRule(
      method: provocation.method, path: Self.fill(provocation.route, object),
      .status(provocation.status, message: provocation.message))
    first.bodyText = provocation.bodyText.map { Self.fill($0, object) }
    return [rule, first]
  }

  private static func fill(_ pattern: String, _ object: String) -> String {
    pattern.replacing("{}", with: object)
  }
}
