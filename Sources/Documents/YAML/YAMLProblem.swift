internal import Base

/// libyaml's messages in words for somebody who wrote a manifest.
enum YAMLProblem {
  /// What libyaml (0.2.5, scanner.c and parser.c) says, and what we say.
  private static let problems: [String: String] = [
    "control characters are not allowed":
      "a control character, NUL or byte order mark may not stand here; escape it in a double-quoted text",
    "invalid leading UTF-8 octet": "the text is not UTF-8 here",
    "incomplete UTF-8 octet sequence": "the text ends in the middle of a UTF-8 character",
    "invalid trailing UTF-8 octet": "the text is not UTF-8 here",
    "invalid length of a UTF-8 sequence": "the text is not UTF-8 here",
    "invalid Unicode character": "the text is not UTF-8 here",
    "could not find expected ':'": "expected a colon after this key",
    "block sequence entries are not allowed in this context": "a list item may not begin here",
    "mapping keys are not allowed in this context": "a key may not begin here",
    "mapping values are not allowed in this context":
      "a colon may not stand here; quote the text if the colon belongs to it, or mend the indentation",
    "found unexpected ':'":
      "a colon may not end or follow this text here; quote the text or add a space before the colon",
    "found character that cannot start any token":
      "a value may not begin with this character; quote the text (a tab may not be used for indentation)",
    "found a tab character that violates indentation": "a tab may not be used for indentation",
    "found a tab character where an indentation space is expected": "a tab may not be used for indentation",
    "found a tab character where an intendation space is expected": "a tab may not be used for indentation",
    "found an indentation indicator equal to 0": "the indentation of a block text may not be 0",
    "did not find expected comment or line break": "expected the end of the line or a comment here",
    "found unexpected end of stream": "the quoted text is not closed",
    "found unexpected document indicator": "the quoted text is not closed before the next document",
    "found unknown escape character": "there is no such escape in a double-quoted text",
    "did not find expected hexdecimal number": "expected hexadecimal digits after the escape",
    "found invalid Unicode character escape code": "the escape is no Unicode character",
    "did not find expected alphabetic or numeric character":
      "expected a name of letters, digits, - and _ here",
    "did not find expected whitespace or line break": "expected a space or the end of the line here",
    "did not find expected tag URI": "expected a tag here",
    "did not find expected '!'": "expected the ! that ends the tag's handle",
    "did not find URI escaped octet": "expected two hexadecimal digits after % in a tag",
    "found undefined tag handle": "the tag's handle is not declared by a %TAG line",
    "found duplicate %YAML directive": "the %YAML line stands twice",
    "found duplicate %TAG directive": "the %TAG line stands twice",
    "found incompatible YAML document": "the document asks for another version than YAML 1.1 or 1.2",
    "found unknown directive name": "there is no such % line",
    "did not find expected <document start>": "expected --- or the end of the text here",
    "did not find expected '-' indicator":
      "expected a list item or the end of the list here; mend the indentation",
    "did not find expected key": "expected a key here; mend the indentation",
    "did not find expected ',' or ']'": "expected a comma or ] here",
    "did not find expected ',' or '}'": "expected a comma or } here",
    "did not find expected node content": "expected a value here",
  ]

  private static let contexts: [String: String] = [
    "while parsing a block mapping": "in the mapping that begins",
    "while parsing a block collection": "in the list that begins",
    "while parsing a flow sequence": "in the list that begins",
    "while parsing a flow mapping": "in the mapping that begins",
    "while parsing a block node": "in the value that begins",
    "while parsing a flow node": "in the value that begins",
    "while parsing a node": "in the value that begins",
    "while scanning a simple key": "in the key that begins",
    "while scanning a quoted scalar": "in the quoted text that begins",
    "while parsing a quoted scalar": "in the quoted text that begins",
    "while scanning a plain scalar": "in the text that begins",
    "while scanning a block scalar": "in the block text that begins",
    "while scanning an anchor": "in the anchor that begins",
    "while scanning an alias": "in the alias that begins",
    "while scanning a tag": "in the tag that begins",
    "while parsing a tag": "in the tag that begins",
    "while scanning a directive": "in the % line that begins",
    "while scanning a %YAML directive": "in the % line that begins",
    "while scanning a %TAG directive": "in the % line that begins",
  ]

  /// Problems that are seen late: the mistake stands where the thing began.
  private static let belongToTheirBeginning: Set = [
    "could not find expected ':'", "found unexpected end of stream", "found unexpected document indicator",
  ]

  static func error(
    _ problem: String, at position: Position, context: String?, contextPosition: Position?
  ) -> YAMLSyntaxError {
    let words = problems[problem] ?? problem
    guard let context, let beginning = contextPosition else { return YAMLSyntaxError(words, at: position) }
    if belongToTheirBeginning.contains(problem) { return YAMLSyntaxError(words, at: beginning) }
    guard beginning != position, let contextWords = contexts[context] else {
      return YAMLSyntaxError(words, at: position)
    }
    return YAMLSyntaxError(words, at: position, context: contextWords, contextPosition: beginning)
  }
}
