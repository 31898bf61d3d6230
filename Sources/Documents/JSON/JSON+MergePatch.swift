extension JSON {
  /// The document with a merge patch applied (RFC 7386): members of the patch replace or are merged into those here,
  /// null removes, and anything that is no object replaces the whole.
  public func merging(patch: JSON) -> JSON {
    guard case .object(let changes) = patch else { return patch }
    var result: JSONObject = if case .object(let object) = self { object } else { JSONObject() }
    for change in changes.members {
      result[change.key] =
        change.value.isNull ? nil : (result[change.key] ?? .null).merging(patch: change.value)
    }
    return .object(result)
  }
}
