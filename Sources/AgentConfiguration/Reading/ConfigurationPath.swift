/// The way from the top of a configuration to one of its keys, written `metrics.configs[0].remote_write[1].url`.
///
/// Keys that the agent does not know stand in it as messages show them: cut off where a secret may begin.
public indirect enum ConfigurationPath: Hashable, Sendable, CustomStringConvertible {
  case top
  case key(ConfigurationPath, String)
  /// Counted from 0.
  case element(ConfigurationPath, Int)

  /// One step of the way.
  public enum Step: Hashable, Sendable {
    case key(String)
    case element(Int)
  }

  func key(_ name: String) -> ConfigurationPath { .key(self, name) }

  func element(_ index: Int) -> ConfigurationPath { .element(self, index) }

  /// From the top down.
  public var steps: [Step] {
    var steps: [Step] = []
    var rest = self
    while true {
      switch rest {
      case .top: return steps.reversed()
      case .key(let parent, let name):
        steps.append(.key(name))
        rest = parent
      case .element(let parent, let index):
        steps.append(.element(index))
        rest = parent
      }
    }
  }

  public var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .key(let name): text += text.isEmpty ? name : ".\(name)"
      case .element(let index): text += "[\(index)]"
      }
    }
    return text.isEmpty ? "the configuration" : text
  }
}
