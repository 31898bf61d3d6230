import Base
import Documents
import Grafana
import Platform

/// Makes, replaces and deletes the tokens of one service account. At every moment the file holds a token that works: a new
/// one is made first, its value written, and the one before deleted last.
struct TokenKeeper {
  let session: GrafanaSession
  let files: TokenFiles
  let owner: TokenOwner
  /// As `InspectionSubject.giver`.
  let giver: String?

  private var account: String { owner.account }

  /// What has to be done to the tokens of an account.
  func plan(_ body: JSONObject, stored: [RemoteToken]) throws(GrafanaError) -> TokenPlan {
    let wanted = (body["tokens"]?.arrayValue ?? []).compactMap { TokenPlan.Wanted($0) }
    var standings: [String: TokenPlan.Standing] = [:]
    for token in wanted { standings[token.place] = try files.standing(of: token.place) }
    return TokenPlan(
      wanted,
      of: TokenPlan.Subject(
        owner: owner, giver: giver, isDisabled: body["isDisabled"]?.boolValue ?? false),
      stored: stored, records: try files.records(), standings: standings, now: files.time.now)
  }

  /// What keeps the tokens from being made.
  func obstacles(_ body: JSONObject) throws(GrafanaError) -> [Obstacle] {
    let isAsked = body["tokens"]?.arrayValue?.isEmpty == false && body["isDisabled"]?.boolValue != true
    if isAsked, !files.isConfigured {
      return [
        Obstacle(
          "there is no directory for the values of tokens",
          remedy: "give one with --secrets DIR, or remove spec.tokens")
      ]
    }
    return try plan(body, stored: []).obstacles
  }

  /// Does it: what is new first, and what goes last.
  /// - Parameter hasMade: set as soon as something has come into being.
  func carryOut(
    _ plan: TokenPlan, id: Int, stored: [RemoteToken], hasMade: inout Bool
  ) async throws(GrafanaError) {
    if let obstacle = plan.obstacles.first { throw .obstructed(by: obstacle, account) }
    for making in plan.makings { try await make(making, id, stored, &hasMade) }
    for (place, record) in plan.leftovers.sorted(by: { $0.key < $1.key }) {
      try await deleteFormer(record, place, id, stored)
    }
    for (place, record) in plan.removals.sorted(by: { $0.key < $1.key }) {
      for token in record.all { try await delete(token, id, stored) }
      try files.remove(place)
    }
  }

  /// The tokens of the account that no record tells to be from Git.
  func foreign(among stored: [RemoteToken]) throws(GrafanaError) -> [RemoteToken] {
    // Whatever account's they are: one that was renamed has tokens on two.
    let ours = try files.records().values.filter { owner.isNear($0.owner, giver: giver) }.flatMap(\.all)
      .filter {
        $0.account == account
      }
    return stored.filter { token in !ours.contains { $0.isSame(as: token) } }
  }

  /// Removes the values and the records of an account that is gone.
  func forget() throws(GrafanaError) {
    for (place, record) in try files.records().sorted(by: { $0.key < $1.key })
    where owner.sharesAccount(with: record.owner, giver: giver) {
      try files.remove(place)
    }
  }

  /// Names that are tried after the one that is wanted.
  private static let mostOtherNames = 3

  private func make(
    _ making: TokenPlan.Making, _ id: Int, _ stored: [RemoteToken], _ hasMade: inout Bool
  ) async throws(GrafanaError) {
    let wanted = making.wanted
    let lifetime = wanted.expires.map { $0 - files.time.now } ?? wanted.lifetime
    var record = TokenRecord(owner: owner, token: wanted.name, name: wanted.name)
    record.expires = wanted.expires
    record.lifetime = wanted.lifetime
    record.former = Self.resolved(making.record?.all ?? [], account, stored)
    var name = wanted.name
    for attempt in 0... {
      if attempt > 0 { name = "\(wanted.name)-\(Self.suffix(files.time.now))" }
      // Never the name of one that is there: what the record names without a number is ours, and goes.
      if stored.contains(where: { $0.name == name }) { continue }
      record.name = name
      try files.write(record, to: wanted.place)
      let token: (id: Int, value: SecretValue)
      do throws(GrafanaError) {
        token = try await session.createToken(
          name, ofServiceAccount: id, lifetime: lifetime.map { max($0, .seconds(1)) })
      } catch let error where error.kind == .conflict && attempt < Self.mostOtherNames {
        continue
      } catch {
        if error.isAnswer { try putBack(making) }
        throw told(error, wanted)
      }
      hasMade = true
      try files.write(token.value, to: wanted.place)
      record.id = token.id
      try files.write(record, to: wanted.place)
      break
    }
    try await deleteFormer(record, wanted.place, id, stored)
  }

  /// With the numbers of those that are on the account itself: the name of one that was being made may be given again.
  private static func resolved(
    _ tokens: [TokenRecord.Former], _ account: String, _ stored: [RemoteToken]
  ) -> [TokenRecord.Former] {
    tokens.flatMap { token in
      guard token.account == account else { return [token] }
      return stored.filter { token.isSame(as: $0) }.map {
        TokenRecord.Former(account: account, id: $0.id, name: $0.name)
      }
    }
  }

  /// Leaves no record of a token that the server did not make.
  private func putBack(_ making: TokenPlan.Making) throws(GrafanaError) {
    if let record = making.record {
      try files.write(record, to: making.wanted.place)
    } else {
      try files.remove(making.wanted.place)
    }
  }

  /// What a refused token means, with what to write.
  private func told(_ error: GrafanaError, _ wanted: TokenPlan.Wanted) -> GrafanaError {
    let call = "make the token \(wanted.name) of \(account)"
    if error.kind == .conflict {
      return GrafanaError(
        kind: .refused, status: error.status, call: call,
        message: "\(error.message): every name that was tried is taken; write another one")
    }
    // `Number of seconds before expiration should be set`, or `… is greater than the global limit` (reference
    // grafana-http-api.md section 9.3).
    let words = error.message.lowercased()
    guard error.kind == .refused, words.contains("expiration") || words.contains("secondstolive") else {
      return error
    }
    let advice =
      wanted.expires != nil
      ? "write a nearer time to expires, or remove it and write the annotation sluice.dev/token-lifetime"
      : wanted.lifetime != nil
        ? "write a shorter time to the annotation sluice.dev/token-lifetime"
        : "write the annotation sluice.dev/token-lifetime"
    return GrafanaError(
      kind: .refused, status: error.status, call: call,
      message:
        "\(error.message); \(advice), with 720h where the workspace is Amazon's, whose tokens live thirty days at most"
    )
  }

  private func deleteFormer(
    _ record: TokenRecord, _ place: String, _ id: Int, _ stored: [RemoteToken]
  ) async throws(GrafanaError) {
    for token in record.former { try await delete(token, id, stored) }
    var record = record
    record.former = []
    try files.write(record, to: place)
  }

  /// Deletes a token where it is still there. Numbers are used again after a server was set up anew, so the name has to be
  /// the same.
  private func delete(
    _ token: TokenRecord.Former, _ id: Int, _ stored: [RemoteToken]
  ) async throws(GrafanaError) {
    var (id, stored) = (id, stored)
    if token.account != account {
      guard let other = try await session.serviceAccount(named: token.account) else { return }
      id = other.id
      stored = try await session.tokens(ofServiceAccount: id)
    }
    for found in stored where token.isSame(as: found) {
      try await session.deleteToken(found.id, ofServiceAccount: id)
    }
  }

  private static func suffix(_ now: Timestamp) -> String {
    let day = now.description.filter { $0.isNumber }.prefix(14)
    return "\(day)-\(Hexadecimal.encode(SystemRandom().bytes(2)))"
  }
}

extension GrafanaError {
  /// Something that stands in the way of an account's tokens.
  static func obstructed(by obstacle: Obstacle, _ account: String) -> GrafanaError {
    GrafanaError(
      kind: .refused, status: nil, call: "write tokens of \(account)",
      message: "\(obstacle.message); \(obstacle.remedy)")
  }

  /// The server has said no: nothing came into being.
  fileprivate var isAnswer: Bool { status.map { (400..<500).contains($0) && $0 != 408 } ?? false }
}
