"""Which module imports which, late imports and type-checking imports included, read from the source text."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

Graph = Mapping[str, frozenset[str]]


def module_name(file: Path, root: Path) -> str:
    parts = file.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(source: str) -> Iterator[tuple[str, str, int]]:
    """(module, name or "", level) of each import statement, wherever it stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, "", 0
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.module or "", alias.name, node.level


def read_graph(root: Path) -> dict[str, frozenset[str]]:
    """Every module below `root` and what it imports: our modules by their full name, others by theirs."""
    files = {module_name(file, root): file for file in sorted(root.rglob("*.py"))}
    graph = {}
    for name, file in files.items():
        found = set()
        for module, item, _ in imports_of(file.read_text()):
            full = f"{module}.{item}"
            found.add(full if full in files else module)
        graph[name] = frozenset(found)
    return graph


def reachable(graph: Graph, start: str) -> dict[str, str]:
    """Each module that `start` reaches, with the module through which it was first reached."""
    through: dict[str, str] = {}
    waiting = [start]
    while waiting:
        module = waiting.pop()
        for imported in graph.get(module, frozenset()):
            if imported not in through:
                through[imported] = module
                waiting.append(imported)
    return through


def road(graph: Graph, start: str, end: str) -> str:
    """How `start` comes to import `end`, for an error message."""
    through = reachable(graph, start)
    steps = [end]
    while steps[-1] != start:
        steps.append(through[steps[-1]])
    return " -> ".join(reversed(steps))


def cycles(graph: Graph) -> list[str]:
    """Modules that reach themselves."""
    return [module for module in graph if module in reachable(graph, module)]


def below(modules: Iterable[str], part: str) -> list[str]:
    return [name for name in modules if name == part or name.startswith(part + ".")]
