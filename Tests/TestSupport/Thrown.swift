/// The error of a kind that a call throws; nil where it throws none or another one.
///
/// Swift Testing gives the error from `#expect(throws:)` from 6.1 on only.
public func thrown<Failure: Error>(_ kind: Failure.Type, by body: () throws -> Void) -> Failure? {
  do {
    try body()
    return nil
  } catch {
    return error as? Failure
  }
}

/// The error of a kind that an asynchronous call throws.
public func thrown<Failure: Error>(_ kind: Failure.Type, by body: () async throws -> Void) async -> Failure? {
  do {
    try await body()
    return nil
  } catch {
    return error as? Failure
  }
}
