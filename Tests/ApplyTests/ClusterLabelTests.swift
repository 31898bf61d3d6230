import Testing

@testable import Apply

/// The label that tells the objects of environments apart.
@Suite struct ClusterLabelTests {
  @Test(arguments: ["prod", "a", "Team-1.prod_eu"])
  func namesThatLabelsTakeStayThemselves(_ name: String) {
    #expect(ClusterObserver.labelValue(name) == name)
  }

  @Test(arguments: ["prod-", "prod.", "prod_"])
  func othersGetAValueOfTheirOwn(_ name: String) {
    let value = ClusterObserver.labelValue(name)
    #expect(value.hasPrefix("e-") && value.utf8.count == 42)
    #expect(value != ClusterObserver.labelValue(name + "-"))
  }
}
