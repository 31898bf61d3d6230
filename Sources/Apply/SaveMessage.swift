import Base
import Plan

/// The message of a saved version: the only free text that Grafana keeps with a save.
enum SaveMessage {
  /// Servers from 10 on refuse more than 500 characters (reference grafana-http-api.md section 4.1, item 8).
  private static let longest = 500

  /// `3f2c9e1 platform/dashboards/node.yaml, Ada: raise CPU alert to 85%`.
  static func text(_ action: Action, _ origin: ChangeOrigin) -> String {
    let place = "\(origin.commit.prefix(7)) \(action.origin.file), \(origin.author): \(origin.subject)"
    let text = action.verb == .repair ? "repair: " + place : place
    return String(text.unicodeScalars.prefix(longest).map(Character.init))
  }
}
