import Base

/// The order in which objects go and come where a workspace is full: what fits comes first, then one goes, the next comes,
/// and so on. Each waits for the one before it, so that a refused creation stops the deletions that were to make room for
/// others: no more is missing than made room for that one, and the copy of that is kept.
struct QuotaExchange {
  /// Something that comes or goes, and how much of the quota that takes or gives.
  struct Step {
    let action: Action
    let amount: Int
  }

  private let actions: [ObjectKey: Action]
  private var coming: [Step]
  private var going: [Step]
  private var room: Int
  /// What each step has to wait for.
  private var order: [ObjectKey: [ObjectKey]] = [:]

  /// - Returns: what each of them has to wait for; nil where not everything that comes finds room.
  static func order(
    _ coming: [Step], _ going: [Step], room: Int, in actions: [ObjectKey: Action]
  ) -> [ObjectKey: [ObjectKey]]? {
    var exchange = QuotaExchange(coming, going, room: room, actions)
    return exchange.run() ? exchange.order : nil
  }

  private init(_ coming: [Step], _ going: [Step], room: Int, _ actions: [ObjectKey: Action]) {
    self.actions = actions
    self.going = going
    self.room = room
    // What something else waits for before it goes: it comes first.
    let needed = going.reduce(into: Set<ObjectKey>()) { $0.formUnion(Self.needs($1.action, actions)) }
    self.coming =
      coming.filter { needed.contains($0.action.key) } + coming.filter { !needed.contains($0.action.key) }
  }

  private mutating func run() -> Bool {
    /// The last ones that came before the last ones that went.
    var before: [ObjectKey] = []
    var came: [ObjectKey] = []
    var gone: [ObjectKey] = []
    while !coming.isEmpty {
      if let next = coming.firstIndex(where: { $0.amount <= room && isReady($0) }) {
        let step = coming.remove(at: next)
        room -= step.amount
        order[step.action.key] = gone
        came.append(step.action.key)
        continue
      }
      guard let next = nextToGo() else { return false }
      let step = going.remove(at: next)
      room += step.amount
      if !came.isEmpty {
        before = came
        came = []
        gone = []
      }
      order[step.action.key] = before
      gone.append(step.action.key)
    }
    return true
  }

  /// One that something waits for, or else the first.
  private func nextToGo() -> Int? {
    let waited = coming.reduce(into: Set<ObjectKey>()) { $0.formUnion(Self.needs($1.action, actions)) }
    let free = going.indices.filter { isFree(going[$0]) }
    return free.first { waited.contains(going[$0].action.key) } ?? free.first
  }

  /// Nothing that comes or goes later has to be done before it.
  private func isReady(_ step: Step) -> Bool {
    let needs = Self.needs(step.action, actions)
    return !coming.contains { needs.contains($0.action.key) }
      && !going.contains { needs.contains($0.action.key) }
  }

  /// Nor anything of another kind, which has its own place in the plan.
  private func isFree(_ step: Step) -> Bool {
    isReady(step) && Self.needs(step.action, actions).allSatisfy { $0.kind == step.action.key.kind }
  }

  /// Everything that an action waits for, however far away, without itself.
  private static func needs(_ action: Action, _ actions: [ObjectKey: Action]) -> Set<ObjectKey> {
    var found: Set<ObjectKey> = []
    var open = action.requires
    while let key = open.popLast() {
      guard key != action.key, let needed = actions[key], found.insert(key).inserted else { continue }
      open += needed.requires
    }
    return found
  }
}
