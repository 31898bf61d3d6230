internal import Documents

/// Dashboards that are shown in turn.
struct PlaylistRecord: NumberedRow {
  let id: Int
  /// Empty where playlists are named by number.
  let uid: String
  var name: String
  var interval: String
  var items: [Item]

  struct Item: Sendable {
    let id: Int
    let type: String
    let value: String
    let title: String
    let order: Int
  }
}
