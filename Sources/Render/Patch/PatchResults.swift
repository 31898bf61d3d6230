import Base
import Manifests
import Synchronization

/// What scripts came to, as long as what they were made of stands.
final class PatchResults: Sendable {
  /// All that the outcome depends on, and the places that it names.
  struct Subject: Hashable {
    let object: ObjectReference
    let place: SourceLocation
    let template: Digest
    let scripts: [String]
    let environment: Digest
  }

  private let known = Mutex<[Subject: PatchRendering.Made]>([:])

  /// Only the newest of an object is kept: an older revision is made anew.
  subscript(_ subject: Subject) -> PatchRendering.Made? {
    get { known.withLock { $0[subject] } }
    set {
      known.withLock { known in
        for other in known.keys where other.object == subject.object && other != subject {
          known[other] = nil
        }
        known[subject] = newValue
      }
    }
  }

  /// Forgets those of objects that are not in the revision any more.
  func keep(only objects: Set<ObjectReference>) {
    known.withLock { known in known = known.filter { objects.contains($0.key.object) } }
  }
}
