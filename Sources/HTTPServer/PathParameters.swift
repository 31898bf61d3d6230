/// What stood in a path where the pattern has a name.
public struct PathParameters: Sendable {
  private var values: [(name: String, value: String)] = []

  init(names: [String], values: [String]) {
    self.values = zip(names, values).map { (name: $0, value: $1) }
  }

  /// Without any.
  public init() {}

  /// The decoded part of the path; empty where the pattern has no such name.
  public subscript(name: String) -> String {
    values.first { $0.name == name }?.value ?? ""
  }
}
