import Synchronization

/// A look-up that remembers its answers.
final class AskedValues: Sendable {
  private let plain: ValueLookup
  private let known = Mutex<[ValueReference: ValueAnswer]>([:])

  init(_ lookup: @escaping ValueLookup) { plain = lookup }

  var answers: [ValueReference: ValueAnswer] { known.withLock { $0 } }

  var lookup: ValueLookup {
    { [self] reference in
      let answer = plain(reference)
      known.withLock { $0[reference] = answer }
      return answer
    }
  }
}
