import Testing

@testable import AgentConfiguration

/// Small values as the agent's libraries read them.
@Suite struct ValueTests {
  @Test(arguments: [
    "a", "a.b", "a[0]", "a[*].b", "a[?b=='c']", "a || b && !c", "length(a)", "{x: a, y: b}", "[a, b]",
    #""a-b""#,
    "`{\"a\": 1}`", "a | b", "@", "a[1:2]", "a[::-1]", "sort_by(a, &b)", "*.a", "'raw'", "a[]",
  ])
  func takesJMESPath(_ text: String) {
    #expect(JMESPath.isValid(text))
  }

  @Test(arguments: [
    "", "a[", "a.", "a-b", "a b", "[?", "a[?b==]", "(a", "'a", "a.[", "{a}", "a[1:2:3:4]", "&", "$.a",
  ])
  func refusesJMESPath(_ text: String) {
    #expect(!JMESPath.isValid(text))
  }

  @Test(arguments: [
    #"{a="b"}"#, #"{a="b", c!="d"}"#, #"{a=~".+"}"#, #"{a!~"x"} |= "y""#, #"{a="b"} |~ "x+" != "z""#,
    #"{a="b"} | json"#, #"{a="b"} | logfmt | level = "x""#, "{a=`b`}",
  ])
  func selectors(_ text: String) {
    let problem = LogSelector.problem(in: text)
    #expect(problem == nil, "\(problem ?? "")")
  }

  @Test(arguments: [
    "", "a", "{", "{a}", "{a=b}", #"{a="b""#, #"{a=~"("}"#, #"{a="b"} |"#, #"{a="b"} |~ "(""#, #"{1a="b"}"#,
    #"{a="b",}"#,
  ])
  func refusesSelectors(_ text: String) {
    #expect(LogSelector.problem(in: text) != nil)
  }

  @Test(arguments: [
    "http://h", "http://u:p@h:1/p?q#f", "/p", "", "//h/p", "mailto:x", "http://[::1]:9090", "a/b:c", "h", "5",
    "http://h:", "http://h/%41", "http://127.0.0.1:1/a b",
  ])
  func takesURLs(_ text: String) {
    let problem = GoURL.problem(in: text)
    #expect(problem == nil, "\(problem ?? "")")
  }

  @Test(arguments: [
    "127.0.0.1:1/p", ":foo", "http://h:p", "http://h%zz", "%%%", "http://[::1", "http://a b/",
    "http://h/\u{7F}", "1http://h",
  ])
  func refusesURLs(_ text: String) {
    #expect(GoURL.problem(in: text) != nil)
  }

  @Test func partsOfURLs() {
    let url = GoURL.parse("mongodb+srv://u:p@[::1]:27017/db?x=1")
    #expect(url?.scheme == "mongodb+srv")
    #expect(url?.host == "[::1]:27017")
    #expect(url?.hostname == "::1")
    #expect(url?.path == "/db")
  }

  @Test func addresses() {
    for text in ["h:1", ":9125", "[::1]:80", "127.0.0.1:65535"] {
      #expect(HostAndPort.isValid(text), "\(text)")
    }
    for text in ["h", "h:", "::1:80", "h:http", "h:65536", ""] {
      #expect(!HostAndPort.isValid(text), "\(text)")
    }
  }

  @Test func dataSourcesOfMySQL() {
    for text in ["", "/", "u:p@tcp(h:3306)/d?x=y", "root@(127.0.0.1:1)/", "u@unix(/s)/", "u:p@/", "u@tcp/d"] {
      let problem = MySQLSource.problem(in: text)
      #expect(problem == nil, "\(text): \(problem ?? "")")
    }
    for text in ["h:3306", "u@tcp(h/d", "u@tcp(h)x/d", "u:p@h:3306/d"] {
      #expect(MySQLSource.problem(in: text) != nil, "\(text)")
    }
  }

  @Test func versionsOfKafka() {
    for text in ["2.0.0", "0.8.2.0", "3.10.1"] { #expect(KafkaVersion.isValid(text), "\(text)") }
    for text in ["", "x", "2", "2.0", "0.8.2", "1.0.0.0", "2.0.x"] {
      #expect(!KafkaVersion.isValid(text), "\(text)")
    }
  }

  @Test func namesAndTargetsOfLabels() {
    for text in ["a", "_a1", "__name__"] { #expect(LabelName.isValid(text), "\(text)") }
    for text in ["", "1a", "a-b", "é", "a.b"] { #expect(!LabelName.isValid(text), "\(text)") }
    for text in ["a", "$1", "${1}", "a_${name}_b", "$a1"] { #expect(RelabelTarget.isValid(text), "\(text)") }
    for text in ["", "1a", "${1", "a-$1", "$"] { #expect(!RelabelTarget.isValid(text), "\(text)") }
  }

  @Test func selectorsOfKubernetes() {
    for text in ["", "a=b", "a==b,c!=d", "a in (b, c)", "a notin (b)", "!a", "a", "x.io/a=b"] {
      #expect(KubernetesSelector.isValid(text, ofFields: false), "\(text)")
    }
    for text in ["a=b=c", "=b", "a in b", "a in (b", "-a=b"] {
      #expect(!KubernetesSelector.isValid(text, ofFields: false), "\(text)")
    }
    #expect(KubernetesSelector.isValid("spec.nodeName=n", ofFields: true))
    #expect(!KubernetesSelector.isValid("spec.nodeName", ofFields: true))
  }

  @Test func timeZones() {
    for text in ["UTC", "Local", "Europe/Berlin", "America/Argentina/Ushuaia", "EST5EDT", "Etc/GMT+5"] {
      #expect(TimeZoneNames.contains(text), "\(text)")
    }
    for text in ["CEST", "Europe", "Europe/Nowhere", "europe/berlin "] {
      #expect(!TimeZoneNames.contains(text), "\(text)")
    }
  }

  @Test func servicesOfCloudWatch() {
    for text in ["AWS/EC2", "ec2", "AWS/ApplicationELB", "alb", "sqs", "AWS/States", "sfn"] {
      #expect(CloudWatchServices.contains(text), "\(text)")
    }
    for text in ["AWS/Nope", "", "EC2", "AWS/ec2"] { #expect(!CloudWatchServices.contains(text), "\(text)") }
  }
}
