import CommandLine
import Glibc
import Jsonnet

let arguments = Array(Swift.CommandLine.arguments.dropFirst())
// The program starts itself to evaluate what it does not trust; this is no command for people.
if arguments == [JsonnetProgram.argument] { exit(JsonnetChild.run()) }
exit(await Program.ofProcess().run(arguments).rawValue)
