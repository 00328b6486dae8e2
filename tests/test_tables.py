"""A list on disk gives the same answers searched in place and as a dictionary."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcheck.tables import BYTES_A_SEARCH, Table

KEYS = st.text(st.characters(codec="utf-8", exclude_characters="\t\n\r"), min_size=1, max_size=6)


def written(path: Path, entries: dict[str, str]) -> Path:
    rows = (f"{key}\t{entries[key]}" if entries[key] else key for key in sorted(entries))
    path.write_text("\n".join(["# head of the list", "# and more", *rows, ""]), "utf-8")
    return path


@given(
    entries=st.dictionaries(
        KEYS.filter(lambda k: not k.startswith("# ")),
        st.sampled_from(["", "a", "b\tc"]),
        min_size=1,
    )
)
def test_every_key_is_found(
    tmp_path_factory: pytest.TempPathFactory, entries: dict[str, str]
) -> None:
    path = written(tmp_path_factory.mktemp("lists") / "list.txt", dict(sorted(entries.items())))
    for table in (Table(path), Table(path, dictionary=False)):
        assert {key: table.get(key) for key in entries} == entries
        assert table.get("not\there") is None
        assert table.head == ("head of the list", "and more")


def test_a_list_that_is_often_asked_answers_alike(tmp_path: Path) -> None:
    path = written(tmp_path / "list.txt", {"ask": "1", "often": "2"})
    table = Table(path)
    answers = {
        (table.get("ask"), table.get("often"), table.get("never"))
        for _ in range(path.stat().st_size // BYTES_A_SEARCH + 10)
    }
    assert answers == {("1", "2", None)}
    assert table.lines() == ["ask\t1", "often\t2"]
