"""The witness's trees, turned into one function, answer as the trees themselves do."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newsarchive.page.features import HINTS
from newsarchive.page.scorer import compiled

LEAVES = st.floats(-2, 2)
THRESHOLDS = st.sampled_from([-1.5, -1e-35, 1e-35, 0.5, 2.0, 2.5])
TREES = st.recursive(
    LEAVES,
    lambda child: st.one_of(
        st.tuples(st.integers(0, 2), THRESHOLDS, child, child).map(list),
        st.tuples(st.just(3), st.sampled_from(sorted(HINTS)), child, child).map(list),
    ),
    max_leaves=12,
)
ROWS = st.tuples(
    st.integers(-2, 4), st.floats(-2, 4), st.sampled_from([0.0, 1.0, 2.5]), st.integers(0, 1 << 48), st.just(7.0)
).map(list)


def asked(node: Any, row: list[Any]) -> float:
    """Walk one tree by hand."""
    while isinstance(node, list):
        feature, test, low, high = node
        up = row[feature] & HINTS[test] if isinstance(test, str) else row[feature] > test
        node = high if up else low
    return float(node)


@given(st.lists(TREES, max_size=40), st.lists(ROWS, max_size=4))
def test_compiled_trees_add_up_as_the_trees_do(trees: list[Any], rows: list[list[Any]]) -> None:
    wanted = []
    for row in rows:
        total = 0.0
        for tree in trees:
            total += asked(tree, row)
        wanted.append(total)
    assert compiled(trees)(rows) == wanted
    assert compiled(trees, frozenset({0, 3}))(rows) == wanted
