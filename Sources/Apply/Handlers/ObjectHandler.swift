import Base
import Documents
import Grafana
import Plan
import Render

/// Everything that Sluice does to one kind of object in a workspace. Comparing (`inspect`) and sending (`write`) are
/// separate; deleting and restoring are not optional.
protocol ObjectHandler: Sendable {
  /// Reads an object and compares it with what is wanted.
  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection

  /// As `Target.foresee`.
  func foresee(_ subject: ForesightSubject) throws(GrafanaError) -> Foresight

  /// Creates, changes or moves an object.
  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written

  /// Whether becoming ours without a write has to be told to it.
  func remembersAdoption(by action: Action) -> Bool

  /// Takes note of an object that is as wanted and is ours from now on, or still.
  func adopt(_ action: Action, body: DesiredBody) async throws(GrafanaError)

  /// Deletes an object; that it is gone already is no error.
  func delete(_ action: Action) async throws(GrafanaError)

  /// The object as it is now; nil where it is not there.
  func copy(_ key: ObjectKey, reason: String) async throws(GrafanaError) -> ObjectCopy?

  /// Puts a copy back.
  func restore(_ copy: ObjectCopy, message: String) async throws(GrafanaError)
}

extension ObjectHandler {
  func foresee(_ subject: ForesightSubject) throws(GrafanaError) -> Foresight { Foresight() }

  func remembersAdoption(by action: Action) -> Bool { false }

  func adopt(_ action: Action, body: DesiredBody) async throws(GrafanaError) {}
}

extension GrafanaError {
  /// A write of the wrong content for a handler can only be a defect of this program.
  static func wrongBody(_ action: Action) -> GrafanaError {
    GrafanaError(
      kind: .unexpected, status: nil, call: "\(action.verb.rawValue) \(action.key)",
      message: "the content is of another kind")
  }
}
