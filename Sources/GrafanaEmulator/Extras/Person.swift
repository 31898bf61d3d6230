internal import Documents

/// A user or service account as others see it.
struct Person: Sendable {
  let id: Int
  let login: String
  let email: String
  let avatarURL: String

  /// `{"id","name","avatarUrl"}`.
  var json: JSON { ["id": JSON(id), "name": JSON(login), "avatarUrl": JSON(avatarURL)] }
}

extension Workspace {
  /// Who has an account's number; nobody's texts are empty.
  func person(_ id: Int) -> Person {
    if let user = users.first(where: { $0.id == id }) {
      return Person(id: id, login: user.login, email: user.email, avatarURL: user.avatarURL)
    }
    if let account = serviceAccounts.first(where: { $0.id == id }) {
      return Person(id: id, login: account.login, email: account.login, avatarURL: account.avatarURL)
    }
    return Person(id: id, login: "", email: "", avatarURL: "")
  }
}
