/// `/api/search` and numbers in it (reference/grafana-http-api.md, section 2.3; recording search).
struct SearchLens: LensPart {
  /// `dashboardUIDs` limits a search; otherwise it is ignored.
  var knowsDashboardUIDs: Bool
  /// `folderUIDs` limits a search; otherwise it is ignored.
  var knowsFolderUIDs: Bool
  /// `folderIds` limits a search to what is in the folders; otherwise it finds the folder itself.
  var knowsFolderNumbers: Bool
  /// `/api/dashboards/ids/:ids`.
  var translatesNumbers: Bool
}

extension SearchLens {
  /// 8.4 and 8.5 alike.
  static let version8_4 = version9_3.changed {
    $0.knowsDashboardUIDs = false
    $0.translatesNumbers = false
  }

  /// 9.3 to 10.1 alike.
  static let version9_3 = SearchLens(
    knowsDashboardUIDs: true, knowsFolderUIDs: false, knowsFolderNumbers: true, translatesNumbers: true)

  /// Not recorded: `folderUIDs` came with 10.2.0 (section 0 of the reference).
  static let version10_4 = version9_3.changed {
    $0.knowsFolderUIDs = true
  }

  static let version12_4 = version10_4.changed {
    $0.knowsFolderNumbers = false
  }
}
