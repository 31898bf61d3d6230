/// Folders and their permissions (reference/grafana-http-api.md, sections 3 and 9.2; recordings folders,
/// folders_nested).
struct FolderLens: LensPart {
  /// `parentUid` is an empty text at the root; otherwise it is left out there.
  var rootsHaveParentUID: Bool
  var showsOrganisation: Bool
  var showsRightToDelete: Bool
  /// The answer to a create has times that were never in the database, with a fraction of a second.
  var newTimesArePrecise: Bool
  /// The answer to a create shows an editor the rights of an editor.
  var newFoldersBelongToEditors: Bool
  /// A PUT without a title keeps it; otherwise it is refused.
  var titleIsOptional: Bool
  /// `POST /api/folders/:uid/move`, which refuses while folders do not nest.
  var hasMoves: Bool
  /// A depth that is too great and a ring are refused by name; otherwise they are internal errors.
  var nestingIsCoded: Bool
  var deletionAnswer: DeletionAnswer
  /// What `GET /api/folders/:uid/counts` counts; nil where it is missing.
  var counts: [String]?
  var permissions: PermissionLens

  /// What `DELETE /api/folders/:uid` says.
  enum DeletionAnswer: Sendable {
    case title
    case nothing
    case message
  }
}

extension FolderLens {
  static let version8_4 = version8_5.changed {
    $0.showsRightToDelete = false
  }

  static let version8_5 = version9_3.changed {
    $0.rootsHaveParentUID = false
    $0.newTimesArePrecise = false
    $0.newFoldersBelongToEditors = true
    $0.hasMoves = false
    $0.deletionAnswer = .title
    $0.permissions = .version8_5
  }

  static let version9_3 = FolderLens(
    rootsHaveParentUID: true, showsOrganisation: false, showsRightToDelete: true, newTimesArePrecise: true,
    newFoldersBelongToEditors: false, titleIsOptional: false, hasMoves: true, nestingIsCoded: false,
    deletionAnswer: .nothing, counts: nil, permissions: .version9_3)

  static let version9_4 = version9_3.changed {
    $0.rootsHaveParentUID = false
    $0.titleIsOptional = true
  }

  static let version10_1 = version9_4.changed {
    $0.counts = ["alertrule", "dashboard", "librarypanel"]
    $0.permissions = .version10_1
  }

  /// Not recorded: subfolders as reference/grafana-http-api.md, sections 3.1 and 3.3, has them from Grafana's source.
  static let version10_4 = version10_1.changed {
    $0.showsOrganisation = true
    $0.nestingIsCoded = true
    $0.counts = ["alertrule", "dashboard", "folder", "librarypanel"]
  }

  static let version12_4 = version10_4.changed {
    $0.newTimesArePrecise = false
    $0.nestingIsCoded = false
    $0.deletionAnswer = .message
  }
}
