/// What a server says of itself and its people (recording basics).
struct ServerLens: LensPart {
  /// `/api/login/ping` answers JSON; otherwise plain text.
  var pingAnswersJSON: Bool
  /// Asking for quotas while they are off is an internal error; otherwise they are not found.
  var quotasThatAreOffFail: Bool
  /// The list of the organisation's users tells who is disabled.
  var usersShowDisabled: Bool
  /// The same list tells by what a user signs in.
  var usersShowAuthentication: Bool
  /// Users tell whether another system keeps them.
  var usersShowSynchronisation: Bool
}

extension ServerLens {
  /// 8.4 and 8.5 alike.
  static let version8_4 = version9_3.changed {
    $0.quotasThatAreOffFail = false
    $0.usersShowDisabled = false
  }

  static let version9_3 = ServerLens(
    pingAnswersJSON: false, quotasThatAreOffFail: true, usersShowDisabled: true,
    usersShowAuthentication: false,
    usersShowSynchronisation: false)

  static let version9_4 = version9_3.changed {
    $0.usersShowAuthentication = true
  }

  /// Later versions alike.
  static let version10_1 = version9_4.changed {
    $0.pingAnswersJSON = true
    $0.usersShowSynchronisation = true
  }
}
