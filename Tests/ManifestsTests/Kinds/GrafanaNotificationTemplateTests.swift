import Manifests
import Testing

@Suite struct GrafanaNotificationTemplateTests {
  @Test func readsATemplate() async throws {
    let set = try await load(
      manifest("GrafanaNotificationTemplate", "spec: {instanceSelector: {}, name: slack, template: 'x'}"))
    let template = try #require(set.items.first?.spec as? GrafanaNotificationTemplate)
    #expect(template.name == "slack")
    #expect(template.template == "x")
    #expect(template.isEditable)
  }

  @Test(
    arguments: [
      ("template: x", ["spec.name is missing"]),
      ("name: x", ["spec.template is missing"]),
      ("name: x, template: ''", ["spec.template is empty"]),
      ("name: x, template: \"\\n \"", ["spec.template holds nothing but blanks"]),
    ] as [(String, [String])])
  func tellsWhatIsWrong(fields: String, expected: [String]) async throws {
    #expect(
      try await messages("GrafanaNotificationTemplate", "spec: {instanceSelector: {}, \(fields)}") == expected
    )
  }
}
