internal import Documents

/// A playlist as the API shows it.
enum PlaylistView {
  /// Without its items.
  static func summary(_ playlist: PlaylistRecord, _ form: ExtrasLens.PlaylistForm) -> JSONObject {
    var object = JSONObject()
    if form != .chosen { object["id"] = JSON(playlist.id) }
    if form != .numbered { object["uid"] = JSON(playlist.uid) }
    object["name"] = JSON(playlist.name)
    object["interval"] = JSON(playlist.interval)
    return object
  }

  /// With its items; a generated uid then stands alone, without the number.
  static func whole(_ playlist: PlaylistRecord, _ form: ExtrasLens.PlaylistForm) -> JSON {
    var object = summary(playlist, form)
    if form == .generated { object["id"] = nil }
    object["items"] = items(playlist, form)
    return .object(object)
  }

  static func items(_ playlist: PlaylistRecord, _ form: ExtrasLens.PlaylistForm) -> JSON {
    .array(
      playlist.items.map { item in
        switch form {
        case .numbered:
          [
            "id": JSON(item.id), "playlistid": JSON(playlist.id), "type": JSON(item.type),
            "title": JSON(item.title), "value": JSON(item.value), "order": JSON(item.order),
          ]
        case .generated: ["title": JSON(item.title), "type": JSON(item.type), "value": JSON(item.value)]
        case .chosen: ["type": JSON(item.type), "value": JSON(item.value)]
        }
      })
  }
}
