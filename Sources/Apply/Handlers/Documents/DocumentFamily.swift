import Base
import Documents
import Grafana
import Render

/// How objects of one kind that are JSON documents are read, compared and written.
protocol DocumentFamily: Sendable {
  /// Nil where there is no such object.
  func read(_ key: ObjectKey) async throws(GrafanaError) -> StoredDocument?

  /// Both in one form, so that what is left differs.
  func compared(_ wanted: DocumentBody, _ stored: StoredDocument) -> (wanted: JSON, stored: JSON)

  /// Creates the object, changes it, or puts it elsewhere.
  func write(
    _ body: DocumentBody, to place: DocumentPlace, over stored: StoredDocument?
  ) async throws(GrafanaError)

  /// Writes, and tells which version the object has then; nil where the server counts none.
  func save(
    _ body: DocumentBody, to place: DocumentPlace, over stored: StoredDocument?
  ) async throws(GrafanaError) -> Int?

  /// Deletes the object; that it is gone already is no error.
  func delete(_ key: ObjectKey) async throws(GrafanaError)

  /// A stored document with all that a copy of it needs.
  func kept(_ stored: StoredDocument) async throws(GrafanaError) -> StoredDocument

  /// A copy as it is written back.
  func restored(_ content: JSONObject) -> DocumentBody

  /// Places in a stored document, in the form that is compared, that hold secrets whatever is wanted there.
  func secretPlaces(in stored: JSON) -> Set<JSONPointer>

  /// Whether a write can open an object to people that the workspace keeps locked.
  var unlocks: Bool { get }

  /// Secrets in it can be read again, so that a difference in them is seen.
  var givesSecretsBack: Bool { get }
}

extension DocumentFamily {
  var unlocks: Bool { false }

  func kept(_ stored: StoredDocument) async throws(GrafanaError) -> StoredDocument { stored }

  var givesSecretsBack: Bool { false }

  func save(
    _ body: DocumentBody, to place: DocumentPlace, over stored: StoredDocument?
  ) async throws(GrafanaError) -> Int? {
    try await write(body, to: place, over: stored)
    return nil
  }

  func secretPlaces(in stored: JSON) -> Set<JSONPointer> { [] }
}

/// A document as a server gave it.
struct StoredDocument: Sendable {
  let content: JSON
  let title: String
  /// Empty at the top level and for kinds that lie nowhere.
  var parentUID = ""
  var version: Int?
  /// It was made by the API of the workspace, which locks it in its pages; nil where the server does not tell.
  var isLocked: Bool?
}

/// What a document is to be and where.
struct DocumentPlace: Sendable {
  let key: ObjectKey
  let title: String
  let parentUID: String
  /// For version histories.
  let message: String
  /// As `Action.handsOver`.
  var handsOver: Set<String> = []
}
