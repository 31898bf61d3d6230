import Base
import Plan
import Render

/// What one environment wants of one target, as far as a revision says it without the target.
struct Wants: Sendable {
  struct Manifest: Sendable {
    let reference: ObjectReference
    let origin: SourceLocation
  }

  /// Objects with a uid in their manifests.
  private(set) var keys: [ObjectKey: Manifest] = [:]
  /// Manifests of objects with a uid or without one.
  private(set) var manifests: [ObjectReference: SourceLocation] = [:]
  /// Objects that stay as they are because of errors.
  private var heldBack: Set<ObjectReference> = []
  private var unreadableFiles: Set<String> = []
  private var doubtfulNames: Set<String> = []

  /// Nothing at all.
  init() {}

  init(_ workspace: WorkspaceRendering, _ rendering: Rendering) {
    for object in workspace.desired {
      manifests[object.reference] = object.origin
      if let uid = object.uid, !object.isImplicit {
        keys[ObjectKey(object.kind, uid)] = Manifest(reference: object.reference, origin: object.origin)
      }
    }
    heldBack = Set(rendering.heldBack.keys)
    unreadableFiles = rendering.unreadableFiles
    doubtfulNames = rendering.doubtfulNames
  }

  /// Whether an object that the environment owns is still its own.
  func holds(_ entry: InventoryEntry) -> Bool {
    keys[entry.key] != nil || manifests[entry.reference] != nil || heldBack.contains(entry.reference)
      || unreadableFiles.contains(entry.origin.file) || doubtfulNames.contains(entry.reference.name)
  }
}
