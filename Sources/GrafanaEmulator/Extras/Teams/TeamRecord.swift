/// A team of the organisation.
struct TeamRecord: NumberedRow {
  let id: Int
  let uid: String
  var name: String
  var email: String
  /// In the order of joining.
  var members: [Member] = []

  /// Somebody in a team.
  struct Member: Sendable {
    let uid: String
    let userID: Int
    /// 0 for a member, 4 for who may change the team.
    var permission: Int
  }

  static let administrator = 4

  /// A team without an address gets the picture of its name.
  var avatarURL: String {
    let address =
      email.isEmpty ? name.filter { $0.isASCII && ($0.isLetter || $0.isNumber) } + "@localhost" : email
    return "/avatar/" + Fingerprint.md5(address.lowercased())
  }
}
