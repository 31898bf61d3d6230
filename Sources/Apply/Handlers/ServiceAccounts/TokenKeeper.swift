import Base
import Documents
import Grafana
import Platform

/// Makes, replaces and deletes the tokens of one service account. At every moment the file holds a token that works: a new
/// one is made first, its value written, and the one before deleted last.
struct TokenKeeper {
  let session: GrafanaSession
  let files: TokenFiles
  let account: String

  /// What has to be done to the tokens of an account.
  func plan(
    _ body: JSONObject, stored: [RemoteToken]
  ) throws(GrafanaError) -> TokenPlan {
    let wanted = (body["tokens"]?.arrayValue ?? []).compactMap { TokenPlan.Wanted($0) }
    if !wanted.isEmpty { _ = try files.required(for: account) }
    var standings: [String: TokenPlan.Standing] = [:]
    for token in wanted {
      standings[token.place] = TokenPlan.Standing(
        record: try files.record(at: token.place), hasValue: try files.hasValue(token.place))
    }
    return TokenPlan(
      wanted, account: account, workspace: files.workspace,
      isDisabled: body["isDisabled"]?.boolValue ?? false,
      stored: stored, records: try files.records(of: account), standings: standings, now: files.time.now)
  }

  /// Does it. Everything that can be made is, before what cannot is told; nothing goes while something cannot be made, since
  /// it may be what that was to replace.
  func carryOut(_ plan: TokenPlan, id: Int, stored: [RemoteToken]) async throws(GrafanaError) {
    for making in plan.makings { try await make(making, id, stored) }
    if let obstacle = plan.obstacles.first {
      throw GrafanaError(
        kind: .refused, status: nil, call: "write tokens of \(account)",
        message: "\(obstacle); write another secretName, or remove that file")
    }
    for (place, record) in plan.leftovers.sorted(by: { $0.key < $1.key }) {
      try await deleteFormer(record, place, id, stored)
    }
    for (place, record) in plan.removals.sorted(by: { $0.key < $1.key }) {
      for token in Self.tokens(of: record, among: stored) {
        try await session.deleteToken(token.id, ofServiceAccount: id)
      }
      try files.remove(place)
    }
  }

  /// The names of tokens that no record tells to be from Git, sorted.
  func foreign(among stored: [RemoteToken]) throws(GrafanaError) -> [String] {
    let ours = try files.records(of: account).values.flatMap { Self.tokens(of: $0, among: stored) }
    let numbers = Set(ours.map(\.id))
    return stored.filter { !numbers.contains($0.id) }.map(\.name).sorted()
  }

  /// Names that are tried after the one that is wanted.
  private static let mostOtherNames = 3

  private func make(_ making: TokenPlan.Making, _ id: Int, _ stored: [RemoteToken]) async throws(GrafanaError)
  {
    let wanted = making.wanted
    let lifetime = wanted.expires.map { $0 - files.time.now } ?? wanted.lifetime
    let former = making.record.map { Self.tokens(of: $0, among: stored) } ?? []
    var record = TokenRecord(
      workspace: files.workspace, account: account, token: wanted.name, name: wanted.name,
      expires: wanted.expires, lifetime: wanted.lifetime)
    var name = wanted.name
    for attempt in 0... {
      if attempt > 0 { name = "\(wanted.name)-\(Self.suffix(files.time.now))" }
      // Never the name of one that is there: what the record names without a number is ours, and goes.
      if stored.contains(where: { $0.name == name }) { continue }
      record.name = name
      record.former = former
      try files.write(record, to: wanted.place)
      let token: (id: Int, value: SecretValue)
      do throws(GrafanaError) {
        token = try await session.createToken(
          name, ofServiceAccount: id, lifetime: lifetime.map { max($0, .seconds(1)) })
      } catch let error where error.kind == .conflict && attempt < Self.mostOtherNames {
        continue
      } catch let error where error.kind == .conflict {
        throw GrafanaError(
          kind: .refused, status: error.status, call: "make the token \(wanted.name) of \(account)",
          message: "\(error.message): every name that was tried is taken; write another one")
      }
      try files.write(token.value, to: wanted.place, of: account)
      record.id = token.id
      try files.write(record, to: wanted.place)
      break
    }
    try await deleteFormer(record, wanted.place, id, stored)
  }

  private func deleteFormer(
    _ record: TokenRecord, _ place: String, _ id: Int, _ stored: [RemoteToken]
  ) async throws(GrafanaError) {
    guard !record.former.isEmpty else { return }
    for token in record.former where stored.contains(where: { $0.id == token.id && $0.name == token.name }) {
      try await session.deleteToken(token.id, ofServiceAccount: id)
    }
    var record = record
    record.former = []
    try files.write(record, to: place)
  }

  /// The tokens of the server that a record stands for: numbers are used again after a server was set up anew, so the
  /// name has to be the same. One without a number was being made when the program was ended.
  private static func tokens(of record: TokenRecord, among stored: [RemoteToken]) -> [TokenRecord.Former] {
    let own = stored.filter { $0.name == record.name && (record.id == nil || $0.id == record.id) }
    let former = record.former.filter { entry in
      stored.contains { $0.id == entry.id && $0.name == entry.name }
    }
    return own.map { TokenRecord.Former(id: $0.id, name: $0.name) } + former
  }

  private static func suffix(_ now: Timestamp) -> String {
    let day = now.description.filter { $0.isNumber }.prefix(14)
    return "\(day)-\(Hexadecimal.encode(SystemRandom().bytes(2)))"
  }
}
