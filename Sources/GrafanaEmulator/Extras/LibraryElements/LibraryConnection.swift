/// That a dashboard shows a library panel.
struct LibraryConnection: NumberedRow {
  let id: Int
  let elementID: Int
  let dashboardID: Int
  let created: Moment
  /// The account that saved the dashboard.
  let personID: Int
}
