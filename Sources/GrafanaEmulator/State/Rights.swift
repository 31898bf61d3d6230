/// What a caller may do with one folder or dashboard.
///
/// The role in the organisation decides, and the right that the object's creator has. Other permissions of the object
/// are kept and shown but not enforced.
struct Rights: Sendable {
  let canSave: Bool
  let canAdmin: Bool

  init(_ caller: Caller, _ permissions: [ObjectPermission]) {
    let owns = permissions.contains { permission in
      guard case .user(let id) = permission.assignee, case .user = caller.author else { return false }
      return id == caller.accountID && permission.level == .admin
    }
    canSave = caller.role >= .editor || owns
    canAdmin = caller.role >= .admin || owns
  }

  /// What the answer to a create shows: from 9.3 on the creator's own right is not looked up again, so that an editor
  /// appears to have none [auth_roles: editor-create-folder].
  init(atCreationBy caller: Caller, _ lens: Lens) {
    canSave = caller.role >= (lens.folders.newFoldersBelongToEditors ? .editor : .admin)
    canAdmin = caller.role >= .admin
  }
}
