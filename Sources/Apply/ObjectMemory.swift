import Base
import Grafana

/// Whose parts are remembered.
public enum PartOwner: Hashable, Sendable {
  /// An object: the names of a data source's secrets.
  case object(ObjectKey)
  /// The places of an object that a secret was ever written into.
  case places(ObjectKey)
  /// How the workspace stores an object that it was given as wanted (`ResourceBaseline`).
  case baseline(ObjectKey)
  /// A manifest, whose object may get another name: the uids of a contact point's receivers.
  case manifest(ObjectReference)
  /// The fields of an object of a cluster that we have applied (`FieldSet.paths`): they are taken back from whoever changes
  /// them, and no others.
  case fields(ObjectKey)
}

extension PartOwner {
  /// Whose parts the notes of a repository tell too: where the memory is lost, neither Git nor the workspace says which are
  /// from Git. Nil for kinds without such parts.
  public static func noted(_ key: ObjectKey, of reference: ObjectReference) -> PartOwner? {
    switch key.kind {
    case .contactPoint: .manifest(reference)
    case .datasource, .correlations: .object(key)
    default: nil
    }
  }
}

/// Remembers of the objects of a workspace what neither Git nor the workspace tells.
public protocol ObjectMemory: Sendable {
  /// Parts that came from Git. A server tells which there are, not by whom, and of secrets never the values: what somebody
  /// else has set could not be put back, so only what is remembered here is ever removed. Empty where nothing is known, for
  /// example after the state directory was lost.
  func parts(of owner: PartOwner) async throws(TargetFailure) -> Set<String>

  /// Replaces what is known; called before and after a write.
  func remember(_ parts: Set<String>, of owner: PartOwner) async throws(TargetFailure)

  /// What stood in the place of an object before it was ours; nil where nothing is known.
  func former(of key: ObjectKey) async throws(TargetFailure) -> [UInt8]?

  /// Replaces that for as long as the object is ours; nil forgets it. Never with a secret in it.
  func remember(former: [UInt8]?, of key: ObjectKey) async throws(TargetFailure)
}

extension ObjectMemory {
  /// The same for a call that needs them.
  func parts(of owner: PartOwner, call: String) async throws(GrafanaError) -> Set<String> {
    do throws(TargetFailure) {
      return try await parts(of: owner)
    } catch {
      throw GrafanaError(kind: .unexpected, status: nil, call: call, message: error.message)
    }
  }

  /// Remembers, or makes the write fail that would set something that nobody remembers.
  func remember(_ parts: Set<String>, of owner: PartOwner, call: String) async throws(GrafanaError) {
    do throws(TargetFailure) {
      try await remember(parts, of: owner)
    } catch {
      throw GrafanaError(
        kind: .unexpected, status: nil, call: call,
        message: "the names of its parts could not be remembered: \(error.message)")
    }
  }

  func former(of key: ObjectKey, call: String) async throws(GrafanaError) -> [UInt8]? {
    do throws(TargetFailure) {
      return try await former(of: key)
    } catch {
      throw GrafanaError(kind: .unexpected, status: nil, call: call, message: error.message)
    }
  }

  /// Remembers, or makes the write fail that would overwrite it.
  func remember(former: [UInt8]?, of key: ObjectKey, call: String) async throws(GrafanaError) {
    do throws(TargetFailure) {
      try await remember(former: former, of: key)
    } catch {
      throw GrafanaError(
        kind: .unexpected, status: nil, call: call,
        message: "what was there before could not be remembered: \(error.message)")
    }
  }
}
