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
    /// Of whatever owner.
    var record: TokenRecord?
    /// There is a record that says nothing.
    var isUnreadable = false
    let hasValue: Bool
  }

  /// Whose tokens they are.
  struct Subject {
    let owner: TokenOwner
    /// As `InspectionSubject.giver`.
    let giver: String?
    let isDisabled: Bool
  }

  /// One to make.
  struct Making {
    let wanted: Wanted
    let record: TokenRecord?
  }

  private(set) var makings: [Making] = []
  /// Places whose tokens go, with their records. None where something is in the way: what goes may be what was to be replaced.
  private(set) var removals: [String: TokenRecord] = [:]
  /// Places whose values are right, and whose records still know tokens that were to be deleted, or another owner.
  private(set) var leftovers: [String: TokenRecord] = [:]
  private(set) var changes: [Change] = []
  /// Why not all of it can be done, so that nothing is.
  private(set) var obstacles: [Obstacle] = []
  /// Whether anything is to be done for another reason than that a token's time has come.
  private(set) var isMended = false

  private let subject: Subject
  private let stored: [RemoteToken]
  private let now: Timestamp

  /// - Parameter records: all of the directory.
  init(
    _ wanted: [Wanted], of subject: Subject, stored: [RemoteToken], records: [String: TokenRecord],
    standings: [String: Standing], now: Timestamp
  ) {
    self.subject = subject
    self.stored = stored
    self.now = now
    let wanted = subject.isDisabled ? [] : wanted
    let standings = wanted.map { ($0, standings[$0.place] ?? Standing(hasValue: false)) }
    obstacles = standings.compactMap { obstacle($0, $1) }
    guard obstacles.isEmpty else { return }
    let places = Set(wanted.map(\.place))
    for (place, record) in records.sorted(by: { $0.key < $1.key })
    where !places.contains(place) && subject.owner.sharesAccount(with: record.owner, giver: subject.giver) {
      removals[place] = record
      changes.append(Change("token \"\(record.token)\" removed, and its value in \(place)"))
      isMended = true
    }
    for (token, standing) in standings { decide(token, standing) }
  }

  /// Why something is to be done that nobody has done anything for; nil where nothing is.
  var occasion: String? {
    if !makings.isEmpty { return "the time of its tokens has come" }
    return leftovers.isEmpty ? nil : "what is known of its tokens is behind"
  }

  private func obstacle(_ token: Wanted, _ standing: Standing) -> Obstacle? {
    let record = "\(token.place)/\(TokenFiles.recordName)"
    if standing.isUnreadable {
      return Obstacle(
        "\(record), the place of the token \"\(token.name)\", cannot be understood",
        remedy: "write another secretName, or remove \(token.place) with all that is in it")
    }
    if let other = standing.record?.owner, !subject.owner.succeeds(other, giver: subject.giver) {
      return Obstacle(
        "\(token.place), the place of the token \"\(token.name)\", belongs to \(other.description), as \(record) says",
        remedy: subject.owner.isNear(other, giver: subject.giver)
          ? "its value is in use: write another secretName, or let that manifest leave Git first, in a commit of its own"
          : "write another secretName, or remove \(token.place) where that owner is gone")
    }
    if standing.record == nil, standing.hasValue {
      return Obstacle(
        "\(token.place)/\(TokenFiles.key), the place of the token \"\(token.name)\", was not written by Sluice: there is "
          + "no \(TokenFiles.recordName) beside it",
        remedy: "write another secretName, or remove that file")
    }
    return nil
  }

  private mutating func decide(_ token: Wanted, _ standing: Standing) {
    let record = standing.record
    // A token whose end has come by the manifest is told, and made again when the manifest gives it a later one.
    let isOver = token.expires.map { $0 <= now } ?? false
    guard let (reason, isDue) = reason(token, standing), !isOver else {
      if let record { tidy(record, token.place) }
      return
    }
    makings.append(Making(wanted: token, record: record))
    changes.append(
      Change(
        record == nil
          ? "token \"\(token.name)\" added, its value goes to \(token.place)"
          : "token \"\(token.name)\" replaced: \(reason)"))
    if !isDue { isMended = true }
  }

  private mutating func tidy(_ record: TokenRecord, _ place: String) {
    guard !record.former.isEmpty || record.owner != subject.owner else { return }
    leftovers[place] = record.belonging(to: subject.owner)
    if record.owner != subject.owner {
      changes.append(Change("token \"\(record.token)\" taken over from \(record.owner.description)"))
    } else {
      changes.append(Change("token \"\(record.token)\": the one before it removed"))
    }
  }

  /// Why a token has to be made; due where only its time has come. Nil where it is right.
  private func reason(_ token: Wanted, _ standing: Standing) -> (String, isDue: Bool)? {
    guard let record = standing.record else { return ("it is not there", false) }
    if record.owner.account != subject.owner.account {
      return (
        "it is of the service account \"\(record.owner.account)\", which this manifest named before", false
      )
    }
    guard let id = record.id else { return ("its last making was cut off", false) }
    guard let found = stored.first(where: { $0.id == id && $0.name == record.name }) else {
      return ("it is gone from the workspace", false)
    }
    if !standing.hasValue { return ("the file with its value is gone", false) }
    if record.token != token.name { return ("it was called \"\(record.token)\"", false) }
    if !Self.isSame(record.expires, token.expires) { return ("its end is another one in Git", false) }
    if record.lifetime != token.lifetime { return ("its lifetime is another one in Git", false) }
    if found.hasExpired { return ("it has ended", true) }
    return ending(found, token).map { ("it ends at \($0)", true) }
  }

  /// The end of a token that has a third of its life left and is to go on. What the workspace shows counts, not what it was
  /// asked for: Amazon's live thirty days at most.
  private func ending(_ found: RemoteToken, _ token: Wanted) -> Timestamp? {
    guard let end = found.expiration else { return nil }
    if let last = token.expires, last - end < Self.tolerance { return nil }
    guard let life = found.created.map({ end - $0 }) ?? token.lifetime else { return nil }
    return end - now < life / 3 ? end : nil
  }

  /// Between the ends that manifests and workspaces tell: the one counts from when it was asked.
  private static let tolerance = Duration.seconds(60)

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
