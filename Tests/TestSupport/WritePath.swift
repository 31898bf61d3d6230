/// Where new folders and dashboards are written to.
public enum WritePath {
  /// Of 12 and newer.
  public static let folders = "/apis/folder.grafana.app/v1beta1/namespaces/default/folders"
  public static let dashboards = "/apis/dashboard.grafana.app/v0alpha1/namespaces/default/dashboards"

  public static func folders(_ version: String) -> String { isNew(version) ? folders : "/api/folders" }

  public static func dashboards(_ version: String) -> String {
    isNew(version) ? dashboards : "/api/dashboards/db"
  }

  private static func isNew(_ version: String) -> Bool { version.hasPrefix("12") }
}
