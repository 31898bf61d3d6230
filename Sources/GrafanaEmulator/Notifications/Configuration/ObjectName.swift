internal import Base

/// The names that `/apis` makes of titles [12.4 kubernetes_listing: receivers-full].
enum ObjectName {
  static func encoded(_ title: String) -> String {
    String(
      Base64.encode(Array(title.utf8)).compactMap { character -> Character? in
        switch character {
        case "+": "-"
        case "/": "_"
        case "=": nil
        default: character
        }
      })
  }
}
