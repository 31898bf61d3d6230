/// How a workspace treats two objects of one title in one folder (reference grafana-http-api.md section 20).
public enum TitleRule: Hashable, Sendable {
  /// Both may be (Grafana 11.3 and newer).
  case free
  /// Refused where the titles are equal (10.x).
  case exact
  /// Refused where the titles give one slug (up to 9.x).
  case slug
}
