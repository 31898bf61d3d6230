import Testing

@testable import AgentConfiguration

/// What Go's regexp.Compile takes and refuses.
@Suite struct GoRegularExpressionTests {
  @Test(arguments: [
    "", "a|b|", "(?:a)", "(a)(b)", "(?P<n>a)", "(?<n>a)", "(?i)a", "(?i:a)", "(?-s)a", "(?is-mU:a)", "a+?",
    "a{2}", "a{2,}", "a{2,3}?", "a{,2}", "a{x", "{", "a{1000}", "[a-z]", "[]a]", "[^]a]", "[a-]",
    "[[:alpha:]]",
    "[^[:^digit:]]", #"\d\D\s\S\w\W"#, #"\b\B\A\z"#, #"\pL\p{Greek}\P{Lu}"#, #"[\pL\d]"#, #"\x41\x{10FFFF}"#,
    #"\01\a\f\n\r\t\v"#, #"\Q(*\E"#, #"\Q("#, #"\.\-\/\@"#, "^a$", "(^)*", "(?:a*)*", "é+", "((((a))))",
    "(a{30}){30}",
  ])
  func takes(_ expression: String) {
    let problem = GoRegularExpression.problem(in: expression)
    #expect(problem == nil, "\(problem ?? "")")
  }

  @Test(arguments: [
    ("(", "a group is not closed"),
    ("a)", "a ) closes no group"),
    ("[a", "a class of characters is not closed"),
    ("*", "a repetition has nothing before it"),
    ("a|*", "a repetition has nothing before it"),
    ("a++", "a repetition follows another one"),
    ("a**?", "a repetition follows another one"),
    ("a{1001}", "a count of repetitions is above 1000 or turned round"),
    ("a{2,1}", "a count of repetitions is above 1000 or turned round"),
    ("(a{100}){100}", "nested repetitions multiply to more than 1000"),
    ("(?=a)", "(? begins something that RE2 does not have, such as a lookaround"),
    ("(?!a)", "(? begins something that RE2 does not have, such as a lookaround"),
    ("(?<=a)", "(? begins something that RE2 does not have, such as a lookaround"),
    ("(?>a)", "(? begins something that RE2 does not have, such as a lookaround"),
    ("(?x)a", "(? begins something that RE2 does not have, such as a lookaround"),
    (#"(a)\1"#, #"it has a backreference, which RE2 does not have"#),
    (#"\Z"#, #"an escape is not known"#),
    (#"a\"#, #"it ends in a backslash"#),
    (#"\C"#, #"\C is not supported"#),
    (#"[a-\d]"#, #"a range of characters is turned round"#),
    (#"\p{Nope}"#, #"a class \p has no name that is known"#),
    (#"\x{110000}"#, #"an escape \x has no hexadecimal number"#),
    ("[z-a]", "a range of characters is turned round"),
    ("[[:nope:]]", "a class [:name:] is not known"),
    ("(?P<n>a)(?P<n>b)", "two groups have one name"),
    ("(?P<a-b>x)", "a group's name is no word"),
    ("(?P<n", "a group's name is not closed"),
  ])
  func refuses(_ expression: String, _ problem: String) {
    #expect(GoRegularExpression.problem(in: expression) == problem)
  }

  /// The cost grows with the text and the stack does not.
  @Test func endsOnLongTexts() {
    #expect(GoRegularExpression.problem(in: String(repeating: "(", count: 100_000)) != nil)
    #expect(GoRegularExpression.problem(in: String(repeating: "(?:", count: 100_000)) != nil)
    #expect(GoRegularExpression.problem(in: String(repeating: "a|", count: 200_000)) == nil)
    #expect(GoRegularExpression.problem(in: String(repeating: "[", count: 100_000)) != nil)
    // Each `[:` looks for its end only as long as there may be one.
    #expect(GoRegularExpression.problem(in: String(repeating: "[[:a]", count: 200_000)) == nil)
    #expect(
      GoRegularExpression.problem(in: "[[:alpha:]" + String(repeating: "[:a", count: 100_000) + "]") == nil)
    #expect(
      GoRegularExpression.problem(in: String(repeating: "a", count: 1 << 20 + 1))
        == "it is longer than the 1048576 characters that this check reads")
  }
}
