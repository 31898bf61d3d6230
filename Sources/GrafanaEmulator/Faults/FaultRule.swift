/// Which requests a fault hits, and what it does.
public struct FaultRule: Sendable {
  /// Nil matches all.
  public var method: String?
  /// A path in which `*` stands for any text; nil matches all. The query is not looked at.
  public var path: String?
  /// A text that the body of the request holds; nil matches all. It tells apart what is created under one path.
  public var bodyText: String?
  /// Matching requests that pass unharmed at first.
  public var skip = 0
  /// Of the requests after those, each of this many is hit: 1 hits all, 3 every third.
  public var every = 1
  /// How often it happens at most; nil always.
  public var times: Int?
  /// The chance that a request whose turn it is is hit.
  public var probability = 1.0
  public var effect: FaultEffect

  public init(method: String? = nil, path: String? = nil, _ effect: FaultEffect) {
    self.method = method
    self.path = path
    self.effect = effect
  }
}
