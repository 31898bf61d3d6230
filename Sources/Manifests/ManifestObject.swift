import Base

/// One object that the repository declares.
public struct ManifestObject: Sendable {
  public let reference: ObjectReference
  public let metadata: ObjectMetadata
  /// Where its document begins.
  public let origin: SourceLocation
  public let address: DocumentAddress
  public let spec: any ManifestSpec

  public init(
    reference: ObjectReference, metadata: ObjectMetadata, origin: SourceLocation, address: DocumentAddress,
    spec: any ManifestSpec
  ) {
    self.reference = reference
    self.metadata = metadata
    self.origin = origin
    self.address = address
    self.spec = spec
  }

  /// The same object with another spec, for leaving out what is read again when it is needed.
  public func with(_ spec: any ManifestSpec) -> ManifestObject {
    ManifestObject(reference: reference, metadata: metadata, origin: origin, address: address, spec: spec)
  }
}

/// Where a document can be read again.
public struct DocumentAddress: Hashable, Sendable {
  public let file: TreeFile
  /// Place of the document in the file, and of the object in a `List`, both from 0.
  public let document: Int
  public let item: Int
}
