"""The built wheel, installed elsewhere, runs with its rules, templates and data inside."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.mark.slow
def test_wheel_works_alone(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    # The dependencies come from this environment: the test is about what the wheel holds.
    venv.create(tmp_path / "env", with_pip=False, system_site_packages=False)
    python = tmp_path / "env" / "bin" / "python"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-deps",
        str(wheel),
    ]
    subprocess.run(pip, check=True, capture_output=True)
    site = next((tmp_path / "env").glob("lib/python*/site-packages"))
    ours = next(p for p in sys.path if p.endswith("site-packages"))
    (site / "rest.pth").write_text(ours + "\n")
    (tmp_path / "draft.md").write_text(
        "# Title\n\nAdvertisement\n\nThe war goes on. . It it lasts.\n"
    )
    command = tmp_path / "env" / "bin" / "qualcheck"
    done = subprocess.run(
        [command, "check", "draft.md"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "residue.furniture" in done.stdout
    assert "punctuation.stray-mark" in done.stdout
    pages = subprocess.run(
        [command, "report", "draft.md", "-o", "out"], cwd=tmp_path, capture_output=True, check=False
    )
    assert pages.returncode == 0, pages.stderr
    assert (tmp_path / "out" / "index.html").exists()
    where = subprocess.run(
        [python, "-c", "import qualcheck; print(qualcheck.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(tmp_path) in where.stdout
