import Base
import Documents

/// What leads from the results of one data source to a query of another one, or to an address (reference
/// grafana-http-api.md section 5.4).
public struct DatasourceCorrelation: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case query
    /// To an address; servers have it from 11.3 on.
    case external
  }

  /// Of the data source that is asked; nil for an address.
  public let targetUID: String?
  /// What people see. Together with the target it tells correlations of one data source apart.
  public let label: String
  public let description: String
  public let kind: Kind
  /// The field of the results that the link is attached to.
  public let field: String
  /// The query, or `url` of the address.
  public let target: JSONObject
  public let transformations: [JSON]
}
