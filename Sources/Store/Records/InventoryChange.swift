import Base
import Plan

/// One change of what is remembered of a target.
public enum InventoryChange: Sendable {
  case put(InventoryEntry)
  case forget(ObjectKey)
}
