import Documents
import Testing

/// Cases of kubernetes-sigs/yaml (goyaml.v2/decode_test.go, yaml_test.go) and of the rules in goyaml.v2/resolve.go.
@Suite struct YAMLScalarTests {
  private static func json(_ yaml: String) throws -> String {
    let documents = try YAMLParser.documents(in: yaml)
    return documents.map { JSONWriter.string($0.root.json) }.joined(separator: "\n")
  }

  @Test(arguments: [
    ("y", "true"), ("Y", "true"), ("yes", "true"), ("On", "true"), ("TRUE", "true"), ("n", "false"),
    ("NO", "false"), ("off", "false"), ("False", "false"), ("yEs", "\"yEs\""), ("yesterday", "\"yesterday\""),
    ("~", "null"), ("null", "null"), ("Null", "null"), ("NULL", "null"), ("nULL", "\"nULL\""),
    ("~a", "\"~a\""),
    ("'yes'", "\"yes\""), ("\"~\"", "\"~\""),
  ])
  func readsWords(yaml: String, expected: String) throws {
    #expect(try Self.json("v: \(yaml)") == "{\"v\":\(expected)}")
  }

  @Test(arguments: [
    ("10", "10"), ("0", "0"), ("-0", "0"), ("+12", "12"), ("-10", "-10"), ("0b10", "2"), ("0B10", "2"),
    ("0xA", "10"), ("0X1f", "31"), ("-0x1F", "-31"), ("0o17", "15"), ("0644", "420"), ("02472256", "685230"),
    ("0x_0A_74_AE", "685230"), ("0b1010_0111_0100_1010_1110", "685230"), ("-0b101010", "-42"),
    ("+685_230", "685230"), ("685_230.15", "685230.15"), ("685.230_15e+03", "685230.15"), ("08", "8"),
    ("09.5", "9.5"), ("0o8", "\"0o8\""), ("0x", "\"0x\""), ("1.0", "1"), ("1.10", "1.1"), ("1.", "1"),
    (".5", "0.5"),
    ("-.5", "-0.5"), ("+.5", "0.5"), (".5_0", "0.5"), ("._5", "\"._5\""), (".", "\".\""), ("1e3", "1000"),
    ("6.8523e+5", "685230"), ("123456E1", "1234560"), ("1e", "\"1e\""), ("1e-7", "1e-7"),
    ("1e21", "1e+21"), ("0.1", "0.1"), ("1:1", "\"1:1\""), ("1.2.3", "\"1.2.3\""), ("10Gi", "\"10Gi\""),
    ("-b_c", "\"-b_c\""), ("50cent_of_dollar", "\"50cent_of_dollar\""), ("2147483647", "2147483647"),
    ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
    ("9223372036854775808", "9223372036854775808"), ("18446744073709551615", "18446744073709551615"),
    ("18446744073709551616", "18446744073709552000"), ("-9223372036854775809", "-9223372036854776000"),
    ("0xFFFFFFFFFFFFFFFFFF", "4722366482869645213695"),
    ("-0xFFFFFFFFFFFFFFFFFF", "\"-0xFFFFFFFFFFFFFFFFFF\""),
    ("1e400", "\"1e400\""), ("9007199254740993", "9007199254740993"),
  ])
  func readsNumbers(yaml: String, expected: String) throws {
    #expect(try Self.json("v: \(yaml)") == "{\"v\":\(expected)}")
  }

  @Test(arguments: [
    "2015-01-01", "2015-2-3T3:4:5Z", "2015-02-24t18:19:39.12+01:00", "2015-02-24 18:19:39",
    "2001-12-14 21:59:43.10 -5",
  ])
  func keepsTimestampsAsStrings(yaml: String) throws {
    #expect(try Self.json("v: \(yaml)") == "{\"v\":\"\(yaml)\"}")
  }

  @Test(arguments: [
    ("!!float '1.1'", "1.1"), ("!!float 0", "0"), ("!!float -1", "-1"), ("!!null ''", "null"),
    ("!!str 12", "\"12\""),
    ("!!str", "\"\""), ("!!str 2015-01-01", "\"2015-01-01\""), ("!!int '0x10'", "16"),
    ("!!bool \"on\"", "true"),
    ("!!timestamp \"2015-01-01\"", "\"2015-01-01\""), ("! test", "\"test\""), ("! 12", "\"12\""),
    ("!local 12", "\"12\""),
    ("!!foo 12", "\"12\""), ("!!binary aGFsbG8=", "\"hallo\""), ("!!binary |\n  aGFs\n  bG8=", "\"hallo\""),
    ("!!seq [1]", "[1]"), ("!!map {a: 1}", "{\"a\":1}"), ("!!set {a, b}", "{\"a\":null,\"b\":null}"),
  ])
  func appliesTags(yaml: String, expected: String) throws {
    #expect(try Self.json("v: \(yaml)") == "{\"v\":\(expected)}")
  }

  @Test(arguments: [
    ("!!float 'error'", "line 1, column 4: the text is no !!float"),
    ("!!int 1.5", "line 1, column 4: the text is no !!int"),
    ("!!bool 1", "line 1, column 4: the text is no !!bool"),
    ("!!null 1", "line 1, column 4: the text is no !!null"),
    ("!!timestamp now", "line 1, column 4: the text is no !!timestamp"),
    ("!!binary ==", "line 1, column 4: the !!binary value is not base64"),
    ("!!binary gIGC", "line 1, column 4: the !!binary value is not UTF-8 text, which JSON needs"),
    (
      ".inf",
      "line 1, column 4: .inf is infinity or not a number, which JSON cannot say; quote it if it is a text"
    ),
    (
      "[-.Inf]",
      "line 1, column 5: -.Inf is infinity or not a number, which JSON cannot say; quote it if it is a text"
    ),
    (
      "0x" + String(repeating: "f", count: 1001),
      "line 1, column 4: a number may have 1000 digits at most; quote it if it is a text"
    ),
  ])
  func refusesWhatHasNoMeaning(yaml: String, message: String) {
    #expect(throws: YAMLSyntaxError.self) { try YAMLParser.documents(in: "v: \(yaml)") }
    do { _ = try YAMLParser.documents(in: "v: \(yaml)") } catch { #expect(error.description == message) }
  }

  @Test(arguments: [
    ("1", "1"), ("0x10", "16"), ("true", "true"), ("on", "true"), ("1.2", "1.2"), ("1e+36", "1e+36"),
    ("1.0", "1"),
    ("1000000000000000000000000000000000000", "1e+36"), ("0.00001", "1e-05"), ("1234567.0", "1.234567e+06"),
    ("999999.0", "999999"), ("-0.25", "-0.25"), ("123.5", "123.5"), (".inf", ".inf"), ("-.INF", "-.inf"),
    (".NaN", ".nan"),
    ("'1e+36'", "1e+36"), ("2015-01-01", "2015-01-01"), ("!!binary YQ==", "a"), ("0.0001", "0.0001"),
  ])
  func namesMembersAsKubernetesDoes(key: String, name: String) throws {
    #expect(try Self.json("\(key): v") == "{\"\(name)\":\"v\"}")
  }

  @Test(arguments: [
    ("~: a", "line 1, column 1: a key may not be null; quote it if it is a text"),
    ("? [a]\n: b", "line 1, column 3: a key may not be a list"),
    (
      "{{.}}", "line 1, column 2: a key may not be a mapping; quote it if it is a template such as {{ name }}"
    ),
    ("9223372036854775808: a", "line 1, column 1: a key may not be a number from 2^63 on; quote it"),
  ])
  func refusesKeysWithoutAName(yaml: String, message: String) {
    #expect(throws: YAMLSyntaxError.self) { try YAMLParser.documents(in: yaml) }
    do { _ = try YAMLParser.documents(in: yaml) } catch { #expect(error.description == message) }
  }
}
