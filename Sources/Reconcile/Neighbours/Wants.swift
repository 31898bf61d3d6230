import Base
import Manifests
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
  /// Objects that stay as they are because of errors, and where they are written.
  private var heldBack: [ObjectReference: SourceLocation] = [:]
  private var unreadableFiles: Set<String> = []
  private var doubtfulNames: Set<String> = []

  /// Nothing at all.
  init() {}

  init(_ workspace: WorkspaceRendering, _ rendering: Rendering) {
    self.init(errorsOf: rendering)
    for object in workspace.desired {
      manifests[object.reference] = object.origin
      if let uid = object.uid, !object.isImplicit {
        keys[ObjectKey(object.kind, uid)] = Manifest(reference: object.reference, origin: object.origin)
      }
    }
  }

  /// Of a target that no manifest is about.
  init(errorsOf rendering: Rendering) {
    heldBack = rendering.heldBack
    unreadableFiles = rendering.unreadableFiles
    doubtfulNames = rendering.doubtfulNames
  }

  /// Of a directory for agents: whatever the revision says.
  init(agentsOf rendering: Rendering) {
    self.init(errorsOf: rendering)
    for object in rendering.manifests { manifests[object.reference] = object.origin }
  }

  /// Whether an object that the environment owns is still its own.
  func holds(_ entry: InventoryEntry) -> Bool {
    keys[entry.key] != nil || manifests[entry.reference] != nil || heldBack[entry.reference] != nil
      || heldBack[entry.reference.manifest] != nil || unreadableFiles.contains(entry.origin.file)
      || doubtfulNames.contains(entry.reference.manifest.name)
  }

  /// The file with errors that may be about an object which is not wanted by what can be read.
  func doubt(about entry: InventoryEntry) -> String? {
    if let place = heldBack[entry.reference] ?? heldBack[entry.reference.manifest] { return place.file }
    return doubtfulNames.contains(entry.reference.manifest.name) ? unreadableFiles.min() : nil
  }
}
