import Agent
import Secrets

extension Secrets.ValueLookup {
  /// A value that a configuration of an agent refers to.
  public func agentAnswer(_ reference: ValueReference) -> ValueAnswer {
    if isStandIn(reference.source, namespace: reference.namespace) { return .unknown }
    do throws(LookupError) {
      return .found(try value(reference.source, namespace: reference.namespace))
    } catch {
      return .missing(error.message, remedy: error.remedy)
    }
  }
}
