/// Why a text is none of its kind, for a message. The text itself, which may be a secret, is no part of it.
struct Refusal: Error {
  let problem: String

  /// What a reading of a text comes upon; nil where it ends well.
  static func problem(_ read: () throws(Refusal) -> Void) -> String? {
    do throws(Refusal) {
      try read()
      return nil
    } catch {
      return error.problem
    }
  }
}
