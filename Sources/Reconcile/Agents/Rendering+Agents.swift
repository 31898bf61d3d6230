import Agent
import Base
import Render

extension Rendering {
  /// What agent configurations are made from.
  public func agentInput(lastFiles: [ObjectReference: Set<String>] = [:]) -> AgentInput {
    AgentInput(
      objects: manifests, heldBack: heldBack, metadata: heldBackMetadata, unreadableFiles: unreadableFiles,
      lastFiles: lastFiles)
  }

  /// A value that a configuration refers to.
  public func agentValue(_ reference: ValueReference) -> ValueAnswer { lookup.agentAnswer(reference) }
}
