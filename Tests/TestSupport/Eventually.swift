/// Waits until something is true, for at most so long; false when that never came.
public func eventually(
  within limit: Duration = .seconds(60), _ isTrue: () async throws -> Bool
) async rethrows -> Bool {
  let clock = ContinuousClock()
  let end = clock.now + limit
  while true {
    if try await isTrue() { return true }
    if clock.now >= end { return false }
    try? await Task.sleep(for: .milliseconds(2))
  }
}
