/// The headings under which the help lists options, in their order.
enum OptionGroup: String, CaseIterable, Sendable {
  case source = "What is followed"
  case access = "Access"
  case target = "Where it goes"
  case deletions = "Deletions"
  case server = "Server"
  case selection = "Selection"
  case output = "Output"
  case general = "General"
}
