"""The small changes that `tools.mutants` makes to a file: what somebody could get wrong, and should be told of."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeAlias

OPPOSITE: dict[type[ast.cmpop], list[type[ast.cmpop]]] = {
    ast.Lt: [ast.LtE, ast.GtE],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.LtE],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
}
OTHER: dict[type[ast.AST], type[ast.AST]] = {ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add}
LOOKUPS = {"gt": "gte", "gte": "gt", "lt": "lte", "lte": "lt"}
ALL_OR_NOTHING = {"one_transaction", "transaction.atomic"}

Change: TypeAlias = tuple[str, object, str]
"""What to set on a node, and to what: the name of its field, the value, and words."""


@dataclass(frozen=True)
class Mutant:
    """A file with one change in it."""

    path: str
    line: int
    ends: int  # the last line of what was changed, or of the function in which it was
    change: str
    source: str


def mutants_of(path: str, source: str) -> Iterator[Mutant]:
    """Every change that we know of in one file, in the same order each time."""
    tree = ast.parse(source)
    for node in [inner for top in _of_interest(path, tree) for inner in ast.walk(top)]:
        for name, value, change in _changes(node):
            before = getattr(node, name)
            setattr(node, name, value)
            changed = ast.unparse(ast.fix_missing_locations(deepcopy(tree)))
            setattr(node, name, before)
            line = getattr(node, "lineno", 0)
            yield Mutant(path, line, getattr(node, "end_lineno", line), change, changed)


def _of_interest(path: str, tree: ast.Module) -> list[Any]:
    """Of models their methods: columns and constraints stand in the migrations too, and `make lint` compares them."""
    if "/models/" not in path:
        return [tree]
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name != "__str__"]


def _changes(node: Any) -> Iterator[Change]:
    for kind in (_comparisons, _operators, _numbers, _lookups, _branches, _transactions, _statements):
        yield from kind(node)


def _comparisons(node: Any) -> Iterator[Change]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in OPPOSITE[type(node.ops[0])]:
            yield "ops", [other()], f"{ast.unparse(node)}: {other.__name__}"


def _operators(node: Any) -> Iterator[Change]:
    if isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in OTHER:
        other = OTHER[type(node.op)]
        yield "op", other(), f"{ast.unparse(node)}: {other.__name__}"


def _numbers(node: Any) -> Iterator[Change]:
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        is_flag = isinstance(node.value, bool)
        for other in [not node.value] if is_flag else [node.value - 1, node.value + 1]:
            yield "value", other, f"{node.value} → {other}"


def _lookups(node: Any) -> Iterator[Change]:
    """Of the database: `starts_at__gt` asks for `starts_at__gte`."""
    if isinstance(node, ast.keyword) and node.arg:
        column, divider, lookup = node.arg.rpartition("__")
        if lookup in LOOKUPS:
            other = column + divider + LOOKUPS[lookup]
            yield "arg", other, f"{node.arg} → {other}"


def _branches(node: Any) -> Iterator[Change]:
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        yield "test", ast.UnaryOp(ast.Not(), node.test), f"if {ast.unparse(node.test)}: the other way"


def _transactions(node: Any) -> Iterator[Change]:
    if isinstance(node, ast.FunctionDef):
        rest = [kept for kept in node.decorator_list if ast.unparse(kept) not in ALL_OR_NOTHING]
        if rest != node.decorator_list:
            yield "decorator_list", rest, f"{node.name}: no transaction"


def _statements(node: Any) -> Iterator[Change]:
    if isinstance(node, ast.FunctionDef | ast.If | ast.For | ast.With):
        for number, statement in enumerate(node.body):
            if _does_something(statement):
                rest = [*node.body[:number], *node.body[number + 1 :]]
                yield "body", rest or [ast.Pass()], f"without: {ast.unparse(statement).splitlines()[0]}"


def _does_something(statement: ast.stmt) -> bool:
    """A call, a refusal, or something set elsewhere. A name left out would only be unknown further down."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Call)
    if isinstance(statement, ast.Assign):
        return any(isinstance(target, ast.Attribute) for target in statement.targets)
    return isinstance(statement, ast.AugAssign) or (isinstance(statement, ast.If) and not statement.orelse)
