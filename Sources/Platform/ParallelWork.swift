import Glibc

/// Work that takes a processor's time and waits for nothing, done for many values at once.
public enum ParallelWork {
  /// More would hold more of what is being made in memory.
  private static let mostLanes = 4

  /// What the work makes of each value, in their order. Other tasks have their turn between two values.
  public static func map<Value: Sendable, Result: Sendable>(
    _ values: [Value], _ work: @escaping @Sendable (Value) -> Result
  ) async -> [Result] {
    let lanes = min(mostLanes, max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))), values.count)
    guard lanes > 1 else { return await lane(values[...], work) }
    return await withTaskGroup(of: (first: Int, results: [Result]).self) { group in
      for first in 0..<lanes {
        group.addTask {
          let share = stride(from: first, to: values.count, by: lanes).map { values[$0] }
          return (first, await lane(share[...], work))
        }
      }
      var results: [Result?] = Array(repeating: nil, count: values.count)
      for await lane in group {
        for (index, result) in lane.results.enumerated() { results[lane.first + index * lanes] = result }
      }
      return results.compactMap { $0 }
    }
  }

  private static func lane<Value: Sendable, Result: Sendable>(
    _ values: ArraySlice<Value>, _ work: @Sendable (Value) -> Result
  ) async -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(values.count)
    for value in values {
      results.append(work(value))
      await Task.yield()
    }
    return results
  }
}
