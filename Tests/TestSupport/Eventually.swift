/// Waits until something is true, for at most so long; false when that never came.
///
/// A moment between two looks counts as 20 ms at most: on a busy machine the time in which nothing could run, neither
/// this nor what it waits for, is not held against anybody.
public func eventually(
  within limit: Duration = .seconds(120), _ isTrue: () async throws -> Bool
) async rethrows -> Bool {
  let clock = ContinuousClock()
  var waited = Duration.zero
  var last = clock.now
  while true {
    if try await isTrue() { return true }
    if waited >= limit { return false }
    try? await Task.sleep(for: .milliseconds(5))
    let now = clock.now
    waited += min(now - last, .milliseconds(20))
    last = now
  }
}
