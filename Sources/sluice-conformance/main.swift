import Conformance
import Glibc

let command = ConformanceCommand(Array(CommandLine.arguments.dropFirst()))
let problem = Array(command.problem.utf8)
_ = write(STDERR_FILENO, problem, problem.count)
print(command.output, terminator: "")
exit(command.status)
