internal import Base
internal import Documents

/// A silence as a client sends it.
struct SilenceBody {
  let id: String
  private let object: JSONObject

  init(_ object: JSONObject) {
    self.object = object
    id = object.text("id")
  }

  /// The silence that this makes.
  func silence(id: String, at now: Timestamp, _ lens: NotificationLens) throws(Refusal) -> Silence {
    let starts = Timestamp(object.text("startsAt"))
    let ends = Timestamp(object.text("endsAt"))
    let matchers = (object["matchers"]?.arrayValue ?? []).compactMap(Self.matcher)
    let missing = missing(starts, ends)
    guard let starts, let ends, missing.isEmpty else {
      // The oldest version reads the missing time and fails [8.4 alertmanager: silence-bad].
      if !lens.checksSilences {
        throw Refusal.crash(lens)
      }
      let list = "validation failure list:\n"
      throw Refusal.failed(
        400, "silence failed validation: \(list)\(list)\(missing.joined(separator: "\n"))")
    }
    guard matchers.count == object["matchers"]?.arrayValue?.count else { throw Refusal.badRequest }
    // Texts of the Alertmanager [recalled].
    guard starts < ends else {
      throw Refusal.failed(
        400, "failed to create silence: silence invalid: end time must not be before start time")
    }
    guard now < ends else {
      throw Refusal.failed(400, "failed to create silence: silence invalid: end time can't be in the past")
    }
    return Silence(
      id: id, matchers: .array(matchers), createdBy: object.text("createdBy"),
      comment: object.text("comment"),
      starts: starts < now ? now : starts, ends: ends, updated: now)
  }

  private func missing(_ starts: Timestamp?, _ ends: Timestamp?) -> [String] {
    var result: [String] = []
    if object["comment"]?.stringValue == nil { result.append("comment in body is required") }
    if object["createdBy"]?.stringValue == nil { result.append("createdBy in body is required") }
    if ends == nil { result.append("endsAt in body is required") }
    switch object["matchers"]?.arrayValue?.count {
    case nil: result.append("matchers in body is required")
    case 0?: result.append("matchers in body should have at least 1 items")
    default: break
    }
    if starts == nil { result.append("startsAt in body is required") }
    return result
  }

  private static func matcher(_ value: JSON) -> JSON? {
    guard let name = value["name"]?.stringValue, let text = value["value"]?.stringValue,
      let isPattern = value["isRegex"]?.boolValue, !isPattern || LabelMatcher.isPattern(text)
    else { return nil }
    return [
      "isEqual": JSON(value["isEqual"]?.boolValue ?? true), "isRegex": JSON(isPattern), "name": JSON(name),
      "value": JSON(text),
    ]
  }
}
