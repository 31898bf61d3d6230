/// The way from the top of a configuration to one of its keys, written `metrics.configs[0].remote_write[1].url`.
indirect enum ConfigurationPath: CustomStringConvertible, Sendable {
  case top
  case key(ConfigurationPath, String)
  case element(ConfigurationPath, Int)

  func key(_ name: String) -> ConfigurationPath { .key(self, name) }

  func element(_ index: Int) -> ConfigurationPath { .element(self, index) }

  var description: String {
    var parts: [String] = []
    var rest = self
    while true {
      switch rest {
      case .top:
        let text = parts.reversed().joined()
        return text.isEmpty ? "the configuration" : text
      case .key(let parent, let name):
        if case .top = parent { parts.append(name) } else { parts.append(".\(name)") }
        rest = parent
      case .element(let parent, let index):
        parts.append("[\(index)]")
        rest = parent
      }
    }
  }
}
