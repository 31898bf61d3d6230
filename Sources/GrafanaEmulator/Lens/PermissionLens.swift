/// Permissions of folders and dashboards through the old API (reference/grafana-http-api.md, section 9.2).
struct PermissionLens: LensPart {
  /// An object that nobody set permissions of shows two rows for everybody; otherwise its creator's own beside those.
  var newObjectsShareDefaults: Bool
  /// The same assignee twice is refused; otherwise the last one wins.
  var assigneesAreUnique: Bool
  /// Users must exist.
  var usersAreChecked: Bool
  /// The answer to a change of a folder's permissions: number and title too.
  var changeNamesFolder: Bool
  /// A change of a folder's permissions is told as one of a dashboard's.
  var changeSpeaksOfDashboards: Bool
  var foldersHaveSlug: Bool
}

extension PermissionLens {
  static let version8_5 = version9_3.changed {
    $0.newObjectsShareDefaults = true
    $0.assigneesAreUnique = true
    $0.usersAreChecked = false
    $0.changeNamesFolder = true
    $0.changeSpeaksOfDashboards = false
  }

  static let version9_3 = PermissionLens(
    newObjectsShareDefaults: false, assigneesAreUnique: false, usersAreChecked: true,
    changeNamesFolder: false,
    changeSpeaksOfDashboards: true, foldersHaveSlug: true)

  /// Later versions answer the same.
  static let version10_1 = version9_3.changed {
    $0.changeSpeaksOfDashboards = false
    $0.foldersHaveSlug = false
  }
}
