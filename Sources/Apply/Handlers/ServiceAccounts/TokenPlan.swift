import Base
import Documents
import Grafana

/// What has to be done to the tokens of a service account. A pure function of what is wanted, what the workspace lists and
/// what the files know.
struct TokenPlan {
  /// A token as the manifest wants it.
  struct Wanted {
    let name: String
    /// `NAMESPACE/SECRET`.
    let place: String
    let expires: Timestamp?
    let lifetime: Duration?
  }

  /// What is known of the place that a token's value goes to.
  struct Standing {
    /// Of whatever account.
    let record: TokenRecord?
    let hasValue: Bool
  }

  /// One to make.
  struct Making {
    let wanted: Wanted
    let record: TokenRecord?
    /// Why, for people.
    let change: Change
  }

  private(set) var makings: [Making] = []
  /// Places whose tokens go, with their records.
  private(set) var removals: [String: TokenRecord] = [:]
  /// Places whose values are right and that still know tokens which were to be deleted.
  private(set) var leftovers: [String: TokenRecord] = [:]
  private(set) var changes: [Change] = []
  /// Files that somebody else has written, as a clause each.
  private(set) var obstacles: [String] = []
  /// Whether anything is to be done for another reason than that a token's time has come.
  private(set) var isMended = false

  private let account: String
  private let workspace: String
  private let stored: [RemoteToken]
  private let now: Timestamp

  init(
    _ wanted: [Wanted], account: String, workspace: String, isDisabled: Bool, stored: [RemoteToken],
    records: [String: TokenRecord], standings: [String: Standing], now: Timestamp
  ) {
    self.account = account
    self.workspace = workspace
    self.stored = stored
    self.now = now
    let places = isDisabled ? [] : Set(wanted.map(\.place))
    for (place, record) in records.sorted(by: { $0.key < $1.key }) where !places.contains(place) {
      removals[place] = record
      changes.append(Change("token \"\(record.token)\" removed, and its value in \(place)"))
      isMended = true
    }
    guard !isDisabled else { return }
    for token in wanted { decide(token, standings[token.place] ?? Standing(record: nil, hasValue: false)) }
  }

  private mutating func decide(_ token: Wanted, _ standing: Standing) {
    let record = standing.record
    if let record, record.workspace != workspace || record.account != account {
      obstacles.append(
        "\(token.place) holds a token of the service account \(record.account) of \(record.workspace)")
      return
    }
    if record == nil, standing.hasValue {
      obstacles.append("\(token.place)/\(TokenFiles.key) is there and was not written by Sluice")
      return
    }
    // A token whose end has come by the manifest is told, and made again when the manifest gives it a later one.
    let isOver = token.expires.map { $0 <= now } ?? false
    guard let (reason, isDue) = reason(token, standing), !isOver else {
      if let record, !record.former.isEmpty { leftovers[token.place] = record }
      return
    }
    let change = Change(
      record == nil
        ? "token \"\(token.name)\" added, its value goes to \(token.place)"
        : "token \"\(token.name)\" replaced: \(reason)")
    makings.append(Making(wanted: token, record: record, change: change))
    changes.append(change)
    if !isDue { isMended = true }
  }

  /// Why a token has to be made; due where only its time has come. Nil where it is right.
  private func reason(_ token: Wanted, _ standing: Standing) -> (String, isDue: Bool)? {
    guard let record = standing.record, let id = record.id else {
      return ("its last making was cut off", false)
    }
    guard let found = stored.first(where: { $0.id == id && $0.name == record.name }) else {
      return ("it is gone from the workspace", false)
    }
    if !standing.hasValue { return ("the file with its value is gone", false) }
    if record.token != token.name { return ("it was called \"\(record.token)\"", false) }
    if !Self.isSame(record.expires, token.expires) { return ("its end is another one in Git", false) }
    if record.lifetime != token.lifetime { return ("its lifetime is another one in Git", false) }
    if token.expires == nil, found.hasExpired { return ("it has ended", true) }
    guard let lifetime = token.lifetime, let end = found.expiration else { return nil }
    return end - now < lifetime / 3 ? ("it ends at \(end)", true) : nil
  }

  /// As upstream: servers count whole seconds.
  private static func isSame(_ one: Timestamp?, _ other: Timestamp?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    let difference = one - other
    return difference <= .seconds(1) && difference >= .seconds(-1)
  }
}

extension TokenPlan.Wanted {
  /// An element of `tokens` of a rendered account.
  init?(_ json: JSON) {
    guard let name = json["name"]?.stringValue, let place = json["secret"]?.stringValue else { return nil }
    self.name = name
    self.place = place
    expires = json["expires"]?.stringValue.flatMap { Timestamp($0) }
    lifetime = json["lifetimeSeconds"]?.intValue.map { .seconds($0) }
  }
}
