import CommandLine
import Glibc
import JQ
import Jsonnet

let arguments = Array(Swift.CommandLine.arguments.dropFirst())
// The program starts itself to evaluate what it does not trust; these are no commands for people.
if arguments == [JsonnetChild.word] { exit(JsonnetChild.run()) }
if arguments == [JQChild.word] { exit(JQChild.run()) }
exit(await Program.ofProcess().run(arguments).rawValue)
