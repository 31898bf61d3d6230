internal import Base
internal import CYAML
internal import Glibc

/// libyaml's parser over one buffer, feeding a tree builder. Lives for one call, in one thread.
final class YAMLEventReader {
  private static let tagLengthLimit = 1024
  private static let directiveLimit = 1000

  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private var places: YAMLPlaces

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    places = YAMLPlaces(bytes)
    parser = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      preconditionFailure("libyaml found no memory for a parser")
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// Reads the stream to its end, or the first document as a reader that never makes JSON of it.
  func documents(
    limits: YAMLParser.Limits, isFirstEnough: Bool = false
  ) throws(YAMLSyntaxError) -> [YAMLDocument] {
    var documents: [YAMLDocument] = []
    try checkDirectives()
    var builder = YAMLTreeBuilder(limits: limits, nodesBefore: 0, takesNotFinite: isFirstEnough)
    var documentStart = Position.start
    var event = yaml_event_t()
    while true {
      guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
      defer { yaml_event_delete(&event) }
      switch event.type {
      case YAML_STREAM_END_EVENT: return documents
      case YAML_DOCUMENT_START_EVENT:
        builder = YAMLTreeBuilder(
          limits: limits, nodesBefore: builder.streamNodeCount, takesNotFinite: isFirstEnough)
        documentStart = mark(event.start_mark).position
      case YAML_DOCUMENT_END_EVENT:
        if let root = builder.root {
          documents.append(
            YAMLDocument(
              root: root, index: documents.count, position: documentStart, isEmpty: builder.isEmpty))
        }
        if isFirstEnough { return documents }
      case YAML_SCALAR_EVENT: try scalar(event, builder: &builder)
      case YAML_ALIAS_EVENT:
        try builder.alias(string(event.data.alias.anchor) ?? "", at: mark(event.start_mark))
      case YAML_SEQUENCE_START_EVENT:
        _ = try tag(event.data.sequence_start.tag, at: event.start_mark)
        try builder.beginSequence(
          anchor: string(event.data.sequence_start.anchor), at: mark(event.start_mark))
      case YAML_MAPPING_START_EVENT:
        _ = try tag(event.data.mapping_start.tag, at: event.start_mark)
        try builder.beginMapping(anchor: string(event.data.mapping_start.anchor), at: mark(event.start_mark))
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: try builder.end()
      default: break
      }
    }
  }

  private func scalar(_ event: yaml_event_t, builder: inout YAMLTreeBuilder) throws(YAMLSyntaxError) {
    let data = event.data.scalar
    let (start, mark) = place(event.start_mark)
    let text = String(
      decoding: UnsafeBufferPointer(start: data.value, count: data.length), as: UTF8.self)
    let tag = try tag(data.tag, at: event.start_mark)
    let anchor = string(data.anchor)
    let style: YAMLScalar.Style =
      switch data.style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
      case YAML_LITERAL_SCALAR_STYLE: .literal
      case YAML_FOLDED_SCALAR_STYLE: .folded
      default: .plain
      }
    let resolution: YAMLScalarResolver.Resolution
    do throws(YAMLScalarResolver.Refusal) {
      resolution = try YAMLScalarResolver.resolve(text, tag: tag, isPlain: style == .plain)
    } catch {
      throw YAMLSyntaxError(error.problem, at: mark.position)
    }
    var content = YAMLScalarContent(bytes: places.bytes, start: start, mark: mark)
    content.skipProperties(if: tag != nil || anchor != nil)
    let end = style == .literal ? start : place(event.end_mark).offset
    let node = YAMLNode(
      .scalar(
        YAMLScalar(
          text: text, style: style, tag: tag, resolution: resolution,
          contentStart: content.textStart(of: text, style: style, end: end))), at: mark)
    let isNothing = style == .plain && text.isEmpty && tag == nil && anchor == nil
    try builder.scalar(node, anchor: anchor, isNothing: isNothing)
  }

  /// A tag, of bounded length: a %TAG line can give a short handle a long prefix, which is then repeated at every use.
  private func tag(
    _ text: UnsafeMutablePointer<yaml_char_t>?, at mark: yaml_mark_t
  ) throws(YAMLSyntaxError) -> String? {
    guard let tag = string(text) else { return nil }
    guard tag.utf8.count <= Self.tagLengthLimit else {
      throw YAMLSyntaxError(
        "a tag may have \(Self.tagLengthLimit) bytes at most", at: self.mark(mark).position)
    }
    return tag
  }

  /// libyaml compares every %TAG line with all others, so their number is bounded before it starts.
  private func checkDirectives() throws(YAMLSyntaxError) {
    guard let start = places.bytes.baseAddress else { return }
    var count = 0
    var offset = 0
    // A percent sign is rare, so memchr passes most of a text.
    while offset < places.bytes.count,
      let found = memchr(start + offset, Int32(UInt8(ascii: "%")), places.bytes.count - offset)
    {
      offset = UnsafeRawPointer(found) - UnsafeRawPointer(start)
      if offset == 0 || start[offset - 1] == 0x0A || start[offset - 1] == 0x0D { count += 1 }
      guard count <= Self.directiveLimit else {
        throw YAMLSyntaxError(
          "more than \(Self.directiveLimit) lines begin with %", at: places.position(ofOffset: offset))
      }
      offset += 1
    }
  }

  private func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    text.map { String(decodingCString: $0, as: UTF8.self) }
  }

  private func place(_ mark: yaml_mark_t) -> (offset: Int, mark: YAMLMark) {
    places.move(toCharacter: Int(mark.index), lineHint: Int(mark.line), columnHint: Int(mark.column))
  }

  private func mark(_ mark: yaml_mark_t) -> YAMLMark { place(mark).mark }

  private func syntaxError() -> YAMLSyntaxError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "libyaml found no memory"
    if parser.pointee.error == YAML_READER_ERROR {
      return YAMLProblem.error(
        problem, at: places.position(ofOffset: Int(parser.pointee.problem_offset)), context: nil,
        contextPosition: nil)
    }
    let context = parser.pointee.context.map { String(cString: $0) }
    let contextPosition = context == nil ? nil : mark(parser.pointee.context_mark).position
    return YAMLProblem.error(
      problem, at: mark(parser.pointee.problem_mark).position, context: context,
      contextPosition: contextPosition)
  }
}
