import Base
import Documents
import Grafana
import Testing

/// What of a data source's fields is shown.
@Suite struct DatasourceChangesTests {
  private static let cases: [(stored: JSON, wanted: JSON, changes: [Change])] = [
    (
      ["url": "http://alice:hunter2@db.example.org/x?key=hunter2"], ["url": "http://db.example.org/y"],
      [Change("url", before: "http://db.example.org/x", after: "http://db.example.org/y")]
    ),
    // Nothing that may be shown differs.
    (["url": "http://a:hunter2@db/x"], ["url": "http://db/x"], [Change("url (changed)")]),
    (
      ["url": "alice:hunter2@db:5432"], ["url": "db:5433"],
      [Change("url", before: "db:5432", after: "db:5433")]
    ),
    (
      ["jsonData": ["endpoint": "https://u:hunter2@e.example.org?q=hunter2"]],
      ["jsonData": ["endpoint": "x"]],
      [Change("endpoint", before: "https://e.example.org", after: "x")]
    ),
    (["jsonData": ["apiToken": "hunter2"]], ["jsonData": [:]], [Change("apiToken (changed)")]),
    (
      ["jsonData": ["customQueryParameters": "key=hunter2"]], ["jsonData": [:]],
      [Change("customQueryParameters (changed)")]
    ),
    (
      ["jsonData": ["a": ["password": "hunter2"]]], ["jsonData": ["a": [:]]], [Change("a.password (changed)")]
    ),
    (
      ["jsonData": ["a": ["password": "hunter2", "b": 1]]], ["jsonData": [:]],
      [Change("a removed", before: #"{"password":"(not shown)","b":1}"#)]
    ),
    (
      ["jsonData": ["httpMethod": "GET"]], ["jsonData": ["httpMethod": "POST"]],
      [
        Change("httpMethod", before: "GET", after: "POST")
      ]
    ),
  ]

  @Test(arguments: 0..<9) func credentialsThatSomebodyTypedAreNotShown(number: Int) {
    let (stored, wanted, changes) = Self.cases[number]
    #expect(DatasourceChanges.describe(from: stored, to: wanted, hiddenPaths: []) == changes)
  }
}
