"""Build qualcheck/data/given_names.txt from the package `names` (United States census of 1990).

pip install names==0.3.0 && python tools/build_given_names.py
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

OUTPUT = Path(__file__).parent.parent / "qualcheck" / "data" / "given_names.txt"
HEADER = """\
# Given names in lower case, of the 1990 census of the United States (public domain), by way of
# the package `names` 0.3 (tools/build_given_names.py). See LICENCES.md.
"""


def main() -> None:
    """Write the list."""
    lists = (files("names") / f"dist.{sex}.first" for sex in ("male", "female"))
    rows = {line.split()[0].lower() for part in lists for line in part.read_text().splitlines()}
    OUTPUT.write_text(HEADER + "\n".join(sorted(rows)) + "\n", "utf-8")
    print(len(rows))


if __name__ == "__main__":
    main()
