#!/usr/bin/env python3
"""Checks the rules of the tree that the compiler does not check on every toolchain.

    swift package dump-package | deploy/check_layers.py ROOT

Prints one line for each breach, FILE:LINE: MESSAGE, and exits 1 when there is one.
"""

import json
import pathlib
import re
import sys

LINE_LIMIT = 500

# Modules of the toolchain; everything else must be a target of this package.
TOOLCHAIN = {"Glibc", "Synchronization", "Dispatch"}
TOOLCHAIN_IN_TESTS = {"Foundation", "Testing"}

# Files that may say `@unchecked Sendable`: each wraps a handle that the compiler cannot follow, and a comment
# there says what guards it.
UNCHECKED_SENDABLE = {
    "Sources/Git/CancellationFlag.swift",
    "Sources/Git/GitThreads.swift",
    "Sources/Git/MirrorWorker.swift",
    "Sources/Git/NotesWorker.swift",
    "Sources/HTTP/Transport/EventLoop.swift",
    "Sources/HTTPServer/HTTPServer.swift",
    "Sources/Store/SQLite/Database.swift",
}

TEXT = re.compile(
    r"""
      (?P<hashes>\#+)"(?:.|\n)*?"(?P=hashes)     # raw string
    | \"\"\"(?:\\[\s\S]|[^\\])*?\"\"\"             # string over several lines
    | "(?:\\.|[^"\\\n])*"                        # string
    | //[^\n]*                                   # comment
    | /\*(?:.|\n)*?\*/                           # comment over several lines
    """,
    re.VERBOSE,
)
IMPORT = re.compile(
    r"^[ \t]*(?P<attributes>(?:@\w+(?:\([^)]*\))?[ \t]+)*)(?P<access>(?:public|package|internal|fileprivate|private)[ \t]+)?"
    r"import[ \t]+(?:(?:struct|class|enum|protocol|typealias|func|let|var)[ \t]+)?(?P<module>\w+)",
    re.MULTILINE,
)
FORCED = re.compile(r"\b(?:try!|as!)")
UNCHECKED = re.compile(r"@unchecked\s+Sendable")


class Tree:
    def __init__(self, root, package):
        self.root = root
        self.targets = {target["name"]: target for target in package["targets"]}
        # The order of the table is the order of the layers.
        self.places = {name: place for place, name in enumerate(self.targets)}
        self.breaches = []

    def tell(self, file, line, message):
        self.breaches.append((str(file.relative_to(self.root)), line, message))

    def dependencies(self, target):
        return [next(iter(dependency.values()))[0] for dependency in target["dependencies"]]

    def check(self):
        table = self.root / "Package.swift"
        for target in self.targets.values():
            imported = set()
            if target["type"] != "system":
                for file in sorted((self.root / target["path"]).rglob("*.swift")):
                    imported |= self.check_file(file, target)
            for name in self.dependencies(target):
                if name in self.places and self.places[name] > self.places[target["name"]]:
                    self.tell(table, 1, f"{target['name']} depends on {name}, which stands below it")
                self.check_use(table, target, name, imported)

    def check_use(self, table, target, name, imported):
        """C targets include each other's headers, and programs are run, not imported."""
        has_swift = any((self.root / target["path"]).rglob("*.swift"))
        if not has_swift or self.targets[name]["type"] == "executable" or name == "TestSupport":
            return
        if name not in imported:
            self.tell(table, 1, f"{target['name']} names {name} as a dependency and no file of it imports it")

    def check_file(self, file, target):
        text = file.read_text(encoding="utf-8")
        if (lines := text.count("\n")) > LINE_LIMIT:
            self.tell(file, LINE_LIMIT + 1, f"{lines} lines; no file has more than {LINE_LIMIT}")
        code = TEXT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
        in_tests = target["path"].startswith("Tests/")
        imported = set()
        for found in IMPORT.finditer(code):
            imported.add(found["module"])
            problem = self.import_problem(found["module"], (found["access"] or "").strip(), target, in_tests)
            if problem:
                self.tell(file, line_of(code, found.start("module")), problem)
        if not in_tests:
            for found in FORCED.finditer(code):
                self.tell(file, line_of(code, found.start()), f"{found.group()} can end the program; handle the failure")
            if str(file.relative_to(self.root)) not in UNCHECKED_SENDABLE:
                for found in UNCHECKED.finditer(code):
                    self.tell(
                        file, line_of(code, found.start()),
                        "@unchecked Sendable outside the wrappers of C handles; use Mutex or an actor, "
                        "or add the file to the list in deploy/check_layers.py")
        return imported

    def import_problem(self, module, access, target, in_tests):
        if module in self.targets:
            if module not in self.dependencies(target) and module != target["name"]:
                return f"imports {module}, which is no dependency of {target['name']} in Package.swift"
            if self.targets[module]["type"] == "system" and access not in ("internal", "private", "fileprivate"):
                return f"imports the C library {module} without `internal`: its types would leak out of the layer"
            return None
        if module in TOOLCHAIN or (in_tests and module in TOOLCHAIN_IN_TESTS):
            return None
        if module == "FoundationNetworking":
            return "imports FoundationNetworking; the client is HTTP"
        if module.startswith("Foundation"):
            return f"imports {module}; the program does without Foundation"
        return f"imports {module}, which is neither a target of this package nor one of {', '.join(sorted(TOOLCHAIN))}"


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    tree = Tree(pathlib.Path(sys.argv[1]).resolve(), json.load(sys.stdin))
    tree.check()
    for file, line, message in sorted(tree.breaches):
        print(f"{file}:{line}: {message}")
    if tree.breaches:
        sys.exit(1)
    targets = [target for target in tree.targets.values() if target["type"] != "system"]
    print(f"{len(targets)} targets keep to their layers")


main()
