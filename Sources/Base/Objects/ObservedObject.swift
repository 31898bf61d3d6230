/// One object as the cheap listings of the target show it.
public struct ObservedObject: Sendable {
  public let key: ObjectKey
  public let title: String
  /// The folder's uid; empty at the top level and for kinds that lie nowhere.
  public let parentUID: String
  /// Moves with every change (resourceVersion of Grafana 12, digest of a listing row elsewhere); nil where
  /// listings show nothing of the kind.
  public let marker: String?
  /// The object's own version number, where listings show it.
  public let version: Int?
  /// Another program that says it manages this object (`grafana.app/managedBy` of Grafana 12).
  public let manager: String?

  /// As `DesiredObject.variant`.
  public let variant: String?
  /// As `DesiredObject.parts`.
  public let parts: [String]
  /// As `DesiredObject.uses`, as far as listings show what an object names: of notifications only.
  public let uses: [ObjectUse]
  /// It is locked in the pages of the workspace, having been made by its API; nil where listings do not tell.
  public let isLocked: Bool?

  public init(
    key: ObjectKey, title: String, parentUID: String = "", marker: String? = nil, version: Int? = nil,
    manager: String? = nil, variant: String? = nil, parts: [String] = [], uses: [ObjectUse] = [],
    isLocked: Bool? = nil
  ) {
    self.key = key
    self.title = title
    self.parentUID = parentUID
    self.marker = marker
    self.version = version
    self.manager = manager
    self.variant = variant
    self.parts = parts
    self.uses = uses
    self.isLocked = isLocked
  }
}

/// What reading one object's body brought.
public struct Inspection: Sendable {
  /// Digest of the content in the form that desired contents are digested in; nil: the object is not there.
  public let digest: Digest?
  /// Digest of what the target shows, whatever is wanted: by this an edit is told from a change in Git. The same as
  /// `digest` where that depends on nothing that is wanted.
  public let shown: Digest?
  /// Something that was written is not there at all: no other version of the server shows it like that.
  public let isIncomplete: Bool
  /// The object's own version number in the target, where it has one.
  public let version: Int?
  /// Where it really lies: listings may lag. Nil where the kind lies nowhere.
  public let parentUID: String?
  public let marker: String?
  /// What differs from the wanted content, for people.
  public let changes: [Change]
  /// Who changed it last and when (as the target says), where it tells.
  public let editor: String?
  public let edited: String?
  /// Why it has to be written though neither Git nor anybody in the target has changed it, as a clause: its time has come.
  public let occasion: String?

  public init(
    digest: Digest?, shown: Digest? = nil, isIncomplete: Bool = false, version: Int? = nil,
    parentUID: String? = nil, marker: String? = nil,
    changes: [Change] = [],
    editor: String? = nil, edited: String? = nil, occasion: String? = nil
  ) {
    self.digest = digest
    self.shown = shown ?? digest
    self.isIncomplete = isIncomplete
    self.version = version
    self.parentUID = parentUID
    self.marker = marker
    self.changes = changes
    self.editor = editor
    self.edited = edited
    self.occasion = occasion
  }
}
