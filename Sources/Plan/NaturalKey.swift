import Base

/// Title (or name) and folder: what people tell objects apart by.
struct NaturalKey: Hashable {
  let kind: ObjectKind
  let parentUID: String
  let title: String

  /// The key under which one of two objects would hide the other, by the rule of the target; nil where they do not.
  /// Names of data sources and channels are unique on every version of Grafana, titles up to 11.2, names of library panels
  /// within their folder as long as titles are (reference grafana-http-api.md section 20).
  init?(_ kind: ObjectKind, parentUID: String, title: String, rule: TitleRule) {
    switch kind {
    case .folder, .dashboard:
      switch rule {
      case .free: return nil
      case .slug: self.title = Self.slug(title)
      case .exact: self.title = title
      }
    case .libraryPanel:
      if rule == .free { return nil }
      self.title = title
    case .datasource, .notificationChannel: self.title = title
    case .correlations, .homeDashboard, .notificationTemplate, .muteTiming, .contactPoint,
      .notificationPolicy, .alertRuleGroup, .serviceAccount, .resource, .agentFile, .clusterObject:
      // The name is the identity, so nothing else can have it.
      return nil
    }
    self.kind = kind
    self.parentUID = parentUID
  }

  init?(_ object: ObservedObject, rule: TitleRule) {
    self.init(object.key.kind, parentUID: object.parentUID, title: object.title, rule: rule)
  }

  init?(_ action: Action, rule: TitleRule) {
    self.init(action.key.kind, parentUID: action.parentUID, title: action.title, rule: rule)
  }

  /// For adoption: folders are found whatever the case of their titles, as grafana-operator does it.
  init(adopting kind: ObjectKind, parentUID: String, title: String) {
    self.kind = kind
    self.parentUID = parentUID
    self.title = kind == .folder ? title.lowercased() : title
  }

  /// Letters and digits in lower case, everything between them one hyphen. Servers up to 9.x also transliterate
  /// letters outside ASCII; here such letters stand for themselves, which tells more titles apart, never fewer
  /// equal ones.
  private static func slug(_ title: String) -> String {
    title.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
  }
}
