import Base

/// What the other environments that share a target say of the objects in it.
public struct Neighbours: Sendable {
  /// What one environment says of one object.
  public struct Claim: Hashable, Sendable {
    public let environment: String
    public let reference: ObjectReference
    public let origin: SourceLocation
    /// It made the object, or took it over.
    public let isOwned: Bool
    /// The object was there before that environment took it over.
    public let isAdopted: Bool

    public init(
      environment: String, reference: ObjectReference, origin: SourceLocation, isOwned: Bool,
      isAdopted: Bool = false
    ) {
      self.environment = environment
      self.reference = reference
      self.origin = origin
      self.isOwned = isOwned
      self.isAdopted = isAdopted
    }
  }

  /// The environment that plans.
  public let environment: String
  /// Objects that others want, by their keys. What others own and have given up is not among them.
  public var claims: [ObjectKey: Claim]
  /// Manifests that others have for the target: one that moved there is the same object still.
  public var manifests: [ObjectReference: Claim]
  /// Objects that others own and have given up: who wants one takes it over as what it was to them.
  public var givenUp: [ObjectKey: Claim] = [:]
  /// Objects that others may want, if only their files could be read.
  public var doubts: [ObjectKey: Doubt] = [:]

  public init(
    environment: String = "", claims: [ObjectKey: Claim] = [:], manifests: [ObjectReference: Claim] = [:]
  ) {
    self.environment = environment
    self.claims = claims
    self.manifests = manifests
  }

  /// The environment that has an object which is no longer wanted here.
  public func heir(of entry: InventoryEntry) -> Claim? { claims[entry.key] ?? manifests[entry.reference] }
}
