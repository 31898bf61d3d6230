import Synchronization

/// All measurements of the program, for Prometheus to read.
///
/// A family is made once and kept by whoever counts; making it again gives the same one.
public final class Metrics: Sendable {
  private let families = Mutex<[String: MetricFamily]>([:])

  public init() {}

  /// Something that only grows. By custom its name ends in `_total`.
  ///
  /// - Parameter labels: names of the labels; the values come with each count, in the same order.
  public func counter(_ name: String, _ help: String, labels: [String] = []) -> Counter {
    Counter(family: family(name, help, .counter, labels))
  }

  /// Something that goes up and down.
  public func gauge(_ name: String, _ help: String, labels: [String] = []) -> Gauge {
    Gauge(family: family(name, help, .gauge, labels))
  }

  /// How often something took how much.
  ///
  /// - Parameter bounds: upper bounds of the buckets, ascending; the last one, without a bound, is added.
  public func histogram(
    _ name: String, _ help: String, labels: [String] = [], bounds: [Double] = Metrics.secondBounds
  ) -> Histogram {
    Histogram(family: family(name, help, .histogram(bounds), labels))
  }

  /// From 5 ms to a minute: fits requests and cycles.
  public static let secondBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

  /// Everything in Prometheus's text format 0.0.4, families and label values in order.
  public func exposition() -> String {
    let sorted = families.withLock { $0.values.sorted { $0.name < $1.name } }
    return sorted.map { $0.exposition() }.joined()
  }

  private func family(
    _ name: String, _ help: String, _ kind: MetricFamily.Kind, _ labels: [String]
  ) -> MetricFamily {
    families.withLock { families in
      if let family = families[name] { return family }
      let family = MetricFamily(name: name, help: help, kind: kind, labels: labels)
      families[name] = family
      return family
    }
  }
}

/// Counts what only grows.
public struct Counter: Sendable {
  let family: MetricFamily

  /// - Parameter values: of the family's labels, in their order.
  public func add(_ amount: Double = 1, _ values: String...) { family.add(amount, values) }
}

/// Shows what goes up and down.
public struct Gauge: Sendable {
  let family: MetricFamily

  public func set(_ value: Double, _ values: String...) { family.set(value, values) }

  /// Takes a series away: what it showed is no longer there.
  public func remove(_ values: String...) { family.remove(values) }
}

/// Sorts measurements into buckets.
public struct Histogram: Sendable {
  let family: MetricFamily

  public func observe(_ value: Double, _ values: String...) { family.observe(value, values) }
}
