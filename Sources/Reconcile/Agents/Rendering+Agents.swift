import Agent
import Base
import Render
import Secrets

extension Rendering {
  /// What agent configurations are made from.
  public func agentInput(lastFiles: [ObjectReference: Set<String>] = [:]) -> AgentInput {
    AgentInput(
      objects: manifests, heldBack: heldBack, metadata: heldBackMetadata, unreadableFiles: unreadableFiles,
      lastFiles: lastFiles)
  }

  /// A value that a configuration refers to.
  public func agentValue(_ reference: ValueReference) -> ValueAnswer {
    if lookup.isStandIn(reference.source, namespace: reference.namespace) { return .unknown }
    do throws(LookupError) {
      return .found(try lookup.value(reference.source, namespace: reference.namespace))
    } catch {
      return .missing(error.message, remedy: error.remedy)
    }
  }
}
