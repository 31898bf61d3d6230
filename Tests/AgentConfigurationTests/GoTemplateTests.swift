import Testing

@testable import AgentConfiguration

/// What Go's text/template parses.
@Suite struct GoTemplateTests {
  @Test(arguments: [
    "", "plain", "{{ .Value }}", "{{.a.b.c}}", "{{- .a -}}", "{{/* x */}}", "{{- /* x */ -}}",
    #"{{ .a | ToUpper | printf "%s" }}"#, "{{ if .a }}x{{ else }}y{{ end }}",
    "{{ if eq .a `b` }}x{{ else if .b }}y{{ end }}",
    "{{ range .a }}{{ . }}{{ end }}", "{{ range $i, $e := .a }}{{ $i }}{{ end }}",
    "{{ with .a }}{{ .b }}{{ end }}",
    "{{ $x := 1 }}{{ $x }}", #"{{ define "t" }}x{{ end }}{{ template "t" . }}"#, "{{ (index .a 0).b }}",
    "{{ and .a (or .b .c) }}", "{{ 'a' }}{{ 0x10 }}{{ -1.5e3 }}", "{{ true }}", "} }}",
    #"{{ regexReplaceAll "(a)" .Value "${1}" }}"#, "{{ range .a }}{{ break }}{{ end }}",
  ])
  func takes(_ template: String) {
    let problem = GoTemplate.problem(in: template)
    #expect(problem == nil, "\(problem ?? "")")
  }

  @Test(arguments: [
    "{{", "{{ .Value", "{{ }}", "{{ nope .Value }}", "{{ .a | nope }}", "{{ if .a }}x", "{{ end }}",
    "{{ else }}",
    "{{ if }}x{{ end }}", "{{ $x }}", #"{{ "a }}"#, "{{ 'ab }}", "{{ (.a }}", "{{ .a) }}", "{{/* x }}",
    "{{ | .a }}",
    "{{ .a | }}", "{{ range .a }}{{ else }}{{ else }}{{ end }}",
  ])
  func refuses(_ template: String) {
    #expect(GoTemplate.problem(in: template) != nil)
  }

  @Test func processNamesHaveOnlyGosFunctions() {
    #expect(GoTemplate.problem(in: "{{ ToUpper .Comm }}", functions: TemplateFunctions.standard) != nil)
    #expect(GoTemplate.problem(in: "{{ .Comm | printf `%s` }}", functions: TemplateFunctions.standard) == nil)
  }
}
