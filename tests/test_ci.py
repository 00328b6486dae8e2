"""What CI starts qualcheck by: the hooks, GitHub's action, GitLab's component, the Dockerfile and
the examples of docs/ci.md. Their scripts run here as the runner would run them.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from test_git import ENV, commit, git

from qualcheck import __version__
from qualcheck.read import SUFFIXES

BIN = Path(sys.executable).parent
DAMAGED = "# A note\n\nThe council met on Friday. . It talked of of the new bridge.\n"
MENDED = "# A note\n\nThe council met on Friday. It talked of the new bridge.\n"
CLEAN = "# A note\n\nThe council met on Friday and talked of the new bridge.\n"
ODD_NAMES = (
    "$(touch pwned).md", "`touch pwned`.md", "a b.md", "; touch pwned #.md", "two\nlines.md",
    "quote'\".md", "--fail-on=never.md", "* .md",
)  # fmt: skip
HOSTILE = "$(touch pwned) `touch pwned` '; touch pwned #\"; touch pwned #\n--x\ntouch pwned"
DOCS = (ROOT / "docs" / "ci.md").read_text("utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "qualcheck.toml").write_text('language = "en"\n')
    (folder / "docs").mkdir()
    (folder / "docs" / "clean.md").write_text(CLEAN)
    (folder / "docs" / "damaged.md").write_text(DAMAGED)
    commit(folder)
    return folder


def call(*command: str | Path, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, text=True, check=False, timeout=600,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**ENV, **env},
    )  # fmt: skip


def valid(schema: str, text: str, tmp_path: Path) -> None:
    """By the schema that check-jsonschema brings with it."""
    path = tmp_path / f"{schema}.yml"
    path.write_text(text)
    done = call(BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", path)
    assert done.returncode == 0, done.stdout


def sound_shell(script: str, dialect: str) -> None:
    done = subprocess.run(
        [BIN / "shellcheck", "--shell", dialect, "-"],
        input=script, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


# ----------------------------------------------------------------------------- pre-commit

HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())


def test_hooks_are_valid() -> None:
    done = call(BIN / "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")
    assert done.returncode == 0, done.stdout
    assert [hook["id"] for hook in HOOKS] == ["qualcheck", "qualcheck-fix"]


def test_hooks_take_what_a_folder_is_searched_for() -> None:
    for hook in HOOKS:
        files = re.compile(hook["files"])
        for suffix in SUFFIXES:
            assert files.search(f"docs/a b{suffix}")
            assert files.search(f"A{suffix.upper()}")
        for name in ("a.mdx", "a.md.qualcheck", "qualcheck.baseline", "LICENSE", "a.py", "amd"):
            assert not files.search(name)


def checkout(folder: Path) -> str:
    """This checkout as a repository of its own, with what is not committed yet; its commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True,
    ).stdout  # fmt: skip
    for name in map(os.fsdecode, filter(None, listed.split(b"\0"))):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    return call("git", "rev-parse", "HEAD", cwd=folder).stdout.strip()


@pytest.mark.slow
def test_hooks_in_pre_commit(tmp_path: Path, repository: Path) -> None:
    """One test, since the environment of a hook takes pip half a minute."""
    ours = tmp_path / "qualcheck"
    ours.mkdir()
    hooks = [{"id": "qualcheck"}, {"id": "qualcheck-fix"}]
    config = {"repos": [{"repo": ours.as_uri(), "rev": checkout(ours), "hooks": hooks}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (repository / "docs" / "damaged.py").write_text(DAMAGED)
    git(repository, "add", "-A")
    home = str(tmp_path / "home")

    def hook(name: str, *args: str) -> subprocess.CompletedProcess[str]:
        return call(BIN / "pre-commit", "run", name, *args, cwd=repository, PRE_COMMIT_HOME=home)

    done = hook("qualcheck", "--all-files")
    assert done.returncode == 1, done.stdout
    assert "docs/damaged.md:3:26: error[punctuation.stray-mark]" in done.stdout
    assert "2 files," in done.stdout
    assert hook("qualcheck", "--files", "docs/clean.md").returncode == 0

    for name in ODD_NAMES:
        (repository / name).write_text(DAMAGED)
    git(repository, "add", "-A")
    done = hook("qualcheck", "--all-files")
    assert f"{len(ODD_NAMES) + 2} files," in done.stdout, done.stdout
    done = hook("qualcheck-fix", "--all-files")
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    for name in (*ODD_NAMES, "docs/damaged.md"):
        assert (repository / name).read_text() == MENDED
    assert (repository / "docs" / "damaged.py").read_text() == DAMAGED
    assert not (repository / "pwned").exists()
    for name in ("qualcheck", "qualcheck-fix"):
        done = hook(name, "--all-files")
        assert done.returncode == 0, done.stdout

    # Args of a user's: only the staged lines of a file that is damaged elsewhere.
    (repository / "old.md").write_text(DAMAGED)
    commit(repository)
    hooks[:] = [{"id": "qualcheck", "args": ["--staged", "--"]}]  # type: ignore[dict-item]
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (repository / "old.md").write_text(f"{DAMAGED}\nAll is well.\n")
    git(repository, "add", "-A")
    assert hook("qualcheck").returncode == 0
    (repository / "old.md").write_text(f"{DAMAGED}\nIt told of of it.\n")
    git(repository, "add", "-A")
    done = hook("qualcheck")
    assert done.returncode == 1
    assert re.search(r"^old\.md:5:\d+: warning\[repetition\.word\]", done.stdout, re.M)
    assert "1 file," in done.stdout


# --------------------------------------------------------------------------------- GitHub

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


@dataclass
class Job:
    """A composite action's steps, run as GitHub's runner runs them."""

    workspace: Path
    inputs: Mapping[str, str] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    event: Mapping[str, str] = field(default_factory=dict)
    installs: bool = False
    """Whether pip really runs; else the check is made by the qualcheck of these tests."""
    log: str = ""
    used: dict[str, dict[str, str]] = field(default_factory=dict)
    """The actions that were called, with what."""
    _outputs: dict[str, dict[str, str]] = field(default_factory=dict)

    def run(self) -> int:
        """The exit code of the step that ended it, else 0."""
        self.temp.mkdir()
        for step in ACTION["runs"]["steps"]:
            if not self._holds(step.get("if", "")):
                continue
            if "uses" in step:
                given = {name: self._filled(str(v)) for name, v in step.get("with", {}).items()}
                self.used[step["uses"].partition("@")[0]] = given
                self._outputs[step.get("id", "")] = {"python-path": sys.executable}
            elif step.get("id") == "install" and not self.installs:
                (self.temp / "env").symlink_to(BIN.parent)
                self._outputs["install"] = {"folder": str(self.temp)}
            elif code := self._shell(step):
                return code
        return 0

    @property
    def temp(self) -> Path:
        return self.workspace.parent / "temp"

    @property
    def outputs(self) -> dict[str, str]:
        return {name: self._filled(out["value"]) for name, out in ACTION["outputs"].items()}

    @property
    def summary(self) -> str:
        return (self.temp / "summary").read_text()

    def _shell(self, step: Mapping[str, Any]) -> int:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]
        script, out = self.temp / "script.sh", self.temp / "output"
        script.write_text(step["run"])
        out.write_text("")
        github = {
            "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_OUTPUT": str(out), "GITHUB_ACTIONS": "true",
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary"), "RUNNER_TEMP": str(self.temp),
            "GITHUB_WORKSPACE": str(self.workspace), "GITHUB_BASE_REF": "",
        }  # fmt: skip
        own = {name: self._filled(value) for name, value in step.get("env", {}).items()}
        done = call(
            "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script,
            cwd=self.workspace, **{**github, **self.env, **own},
        )  # fmt: skip
        self.log += done.stdout
        self._outputs[step.get("id", "")] = dict(told(out.read_text()))
        return done.returncode

    def _filled(self, text: str) -> str:
        return re.sub(r"\$\{\{ (\S+) \}\}", lambda match: self._value(match[1]), text)

    def _value(self, name: str) -> str:
        if name.startswith("inputs."):
            given = ACTION["inputs"][name.removeprefix("inputs.")]
            return self.inputs.get(name.removeprefix("inputs."), given.get("default", ""))
        if match := re.fullmatch(r"steps\.(\w+)\.outputs\.([\w-]+)", name):
            return self._outputs[match[1]].get(match[2], "")
        return {"github.event.merge_group.base_sha": "", **self.event}[name]

    def _holds(self, condition: str) -> bool:
        for part in filter(None, condition.split(" && ")):
            name, operator, value = part.split(" ")
            assert operator in {"==", "!="}
            if (self._value(name) == value.strip("'")) != (operator == "=="):
                return False
        return True


def told(text: str) -> Iterator[tuple[str, str]]:
    """GITHUB_OUTPUT: `name=value`, or `name<<END`, lines, `END`."""
    lines = iter(text.splitlines())
    for line in lines:
        name, sign, value = re.fullmatch(r"([\w-]+)(=|<<)(.*)", line).groups()  # type: ignore[union-attr]
        if sign == "<<":
            body = iter(lines)
            value = "\n".join(iter(lambda body=body: next(body), value))
        yield name, value


def test_action_is_valid(tmp_path: Path) -> None:
    valid("github-actions", (ROOT / "action.yml").read_text("utf-8"), tmp_path)
    for step in ACTION["runs"]["steps"]:
        if "run" in step:
            sound_shell(step["run"], "bash")
            assert "${{" not in step["run"]
        else:
            assert re.fullmatch(r"[\w/-]+@v\d+\.\d+\.\d+", step["uses"])
    read = re.findall(r"\binputs\.([\w-]+)", yaml.safe_dump(ACTION["runs"]))
    assert set(read) == set(ACTION["inputs"])


def test_action_sets_outputs_then_fails(repository: Path) -> None:
    job = Job(repository)
    assert job.run() == 1
    out = job.outputs
    assert (out["findings"], out["exit-code"]) == ("2", "1")
    assert 0 < float(out["score"]) < 100
    sarif = json.loads(Path(out["sarif-file"]).read_text())
    assert len(sarif["runs"][0]["results"]) == 2
    assert (Path(out["report-dir"]) / "index.html").exists()
    assert "::error file=docs/damaged.md,line=3" in job.log
    assert "punctuation.stray-mark" in job.summary
    assert job.used["actions/upload-artifact"]["name"] == "qualcheck-report"
    assert out["report-dir"] in job.used["actions/upload-artifact"]["path"]
    assert "github/codeql-action/upload-sarif" not in job.used
    assert call("git", "status", "--porcelain", cwd=repository).stdout == ""


def test_action_that_passes(repository: Path) -> None:
    job = Job(repository, {"files": "docs/clean.md\n", "upload-sarif": "true", "artifact": ""})
    assert job.run() == 0
    assert (job.outputs["findings"], job.outputs["score"]) == ("0", "100.0")
    sarif = job.used["github/codeql-action/upload-sarif"]["sarif_file"]
    assert sarif == job.outputs["sarif-file"]
    assert "actions/upload-artifact" not in job.used


def test_action_passes_its_inputs_on(repository: Path) -> None:
    (repository / "strict.toml").write_text('language = "en"\nignore = ["punctuation"]\n')
    given = {
        "config": "strict.toml", "fail-on": "never", "sarif-file": "out/a b.sarif",
        "report-dir": "out/pages", "format": "gitlab:out/gl.json\njunit:out/a b.xml\n",
        "files": "docs/damaged.md\n\ndocs/clean.md",
    }  # fmt: skip
    job = Job(repository, given)
    (repository / "out").mkdir()
    assert job.run() == 0, job.log
    assert job.outputs["findings"] == "1"
    assert job.outputs["sarif-file"] == "out/a b.sarif"
    names = {path.name for path in (repository / "out").iterdir()}
    assert names == {"a b.sarif", "pages", "gl.json", "a b.xml"}


def test_action_with_a_mistake_in_the_call(repository: Path) -> None:
    (repository / "pages").mkdir()  # of an earlier run
    job = Job(repository, {"fail-on": "sometimes", "report-dir": "pages", "upload-sarif": "true"})
    assert job.run() == 2
    assert set(job.outputs.values()) == {"", "2"}
    assert set(job.used) == {"actions/setup-python"}


def test_action_with_a_baseline(repository: Path) -> None:
    done = call(BIN / "qualcheck", "baseline", "create", "docs", cwd=repository)
    assert done.returncode == 0, done.stdout
    job = Job(repository, {"baseline": "qualcheck.baseline"})
    assert job.run() == 0, job.log
    assert job.outputs["findings"] == "0"


@pytest.mark.parametrize("event", ["pull request", "merge queue", "push"])
def test_action_on_changed_lines(repository: Path, event: str) -> None:
    base = call("git", "rev-parse", "HEAD", cwd=repository).stdout.strip()
    git(repository, "update-ref", "refs/remotes/origin/main", "HEAD")
    (repository / "docs" / "damaged.md").write_text(f"{DAMAGED}\nIt told of of it.\n")
    commit(repository)
    env, known = {}, {}
    if event == "pull request":
        env = {"GITHUB_BASE_REF": "main"}
    elif event == "merge queue":
        known = {"github.event.merge_group.base_sha": base}
    job = Job(repository, {"only-changed": "true"}, env, known)
    assert job.run() == 1
    assert job.outputs["findings"] == ("3" if event == "push" else "1")


def test_action_on_lines_changed_since(repository: Path) -> None:
    (repository / "docs" / "damaged.md").write_text(f"{DAMAGED}\nIt told of of it.\n")
    job = Job(repository, {"only-changed": "HEAD"})
    assert job.run() == 1
    assert job.outputs["findings"] == "1"


def test_action_reads_no_input_as_shell(repository: Path) -> None:
    for name in ODD_NAMES:
        (repository / "docs" / name).write_text(DAMAGED)
        (repository / name).write_text(CLEAN)
    one_line = [name for name in ODD_NAMES if "\n" not in name]
    job = Job(repository, {"files": "\n".join(["docs", *one_line])})
    assert job.run() == 1
    assert job.outputs["findings"] == str(2 * (len(ODD_NAMES) + 1))
    assert not (repository / "pwned").exists()


def test_action_reads_no_hostile_input_as_shell(repository: Path) -> None:
    job = Job(repository, dict.fromkeys(ACTION["inputs"], HOSTILE))
    assert job.run() == 2
    assert job.outputs["exit-code"] == "2"
    # Names that a report can have reach the outputs, and as they are.
    again = repository.rename(repository.with_name("again"))
    job.temp.rename(again / "temp of the first")
    job = Job(again, {"sarif-file": f"{HOSTILE}.sarif", "report-dir": HOSTILE, "files": "docs"})
    assert job.run() == 1, job.log
    assert job.outputs["findings"] == "2"
    assert (job.outputs["sarif-file"], job.outputs["report-dir"]) == (f"{HOSTILE}.sarif", HOSTILE)
    assert list(again.rglob("pwned")) == []


def test_action_takes_no_module_of_the_workspace(repository: Path) -> None:
    for name in ("qualcheck", "json", "pip", "venv", "typer", "sitecustomize"):
        (repository / f"{name}.py").write_text("open('pwned', 'w')\n")
    assert Job(repository).run() == 1
    assert not (repository / "pwned").exists()


@pytest.mark.slow
def test_action_installs_itself(repository: Path) -> None:
    for name in ("pip", "venv", "ensurepip"):
        (repository / f"{name}.py").write_text("open('pwned', 'w')\n")
    job = Job(repository, installs=True)
    assert job.run() == 1, job.log
    assert job.outputs["findings"] == "2"
    assert not (repository / "pwned").exists()
    job = Job(repository, {"version": "0 ; touch pwned"}, installs=True)
    job.temp.rename(job.temp.with_name("before"))
    assert job.run() != 0
    assert job.used.keys() == {"actions/setup-python"}
    assert not (repository / "pwned").exists()


# --------------------------------------------------------------------------------- GitLab


def component(**inputs: str) -> str:
    """The component's jobs with its inputs filled in, as GitLab fills them into the parsed text."""
    spec, jobs = yaml.safe_load_all((ROOT / "templates" / "qualcheck.yml").read_text("utf-8"))
    known = spec["spec"]["inputs"]
    assert set(inputs) <= set(known)

    def value(match: re.Match[str]) -> str:
        found = inputs.get(match[1], known[match[1]]["default"])
        return str(found).lower() if isinstance(found, bool) else str(found)

    def filled(part: Any) -> Any:
        if isinstance(part, dict):
            return {filled(name): filled(item) for name, item in part.items()}
        if isinstance(part, list):
            return [filled(item) for item in part]
        if isinstance(part, str):
            return re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", value, part)
        return part

    return yaml.safe_dump(filled(jobs))


def run_component(
    folder: Path, shell: Sequence[str] = ("bash",), job: str = "qualcheck", **given: str
) -> subprocess.CompletedProcess[str]:
    """Its script as the runner runs it; pip only says what it was asked for. What is written in
    capitals is GitLab's, the rest are inputs.
    """
    stub = folder.parent / "stub"
    stub.mkdir(exist_ok=True)
    (stub / "pip").write_text('#!/bin/sh\nprintf "pip: %s\\n" "$@"\n')
    (stub / "pip").chmod(0o755)
    (stub / "qualcheck").unlink(missing_ok=True)
    (stub / "qualcheck").symlink_to(BIN / "qualcheck")
    inputs = {k.replace("_", "-"): v for k, v in given.items() if not k.isupper()}
    made = yaml.safe_load(component(**inputs))[job]
    script = "\n".join(made["script"])
    assert "[[" not in script
    variables = {k: v if isinstance(v, str) else v["value"] for k, v in made["variables"].items()}
    env = {k: v for k, v in given.items() if k.isupper()}
    path = f"{stub}:{os.environ['PATH']}"
    return call(*shell, "-e", "-c", script, cwd=folder, PATH=path, **variables, **env)


def test_component_is_valid(tmp_path: Path) -> None:
    text = (ROOT / "templates" / "qualcheck.yml").read_text("utf-8")
    valid("gitlab-ci", text.partition("\n---\n")[0], tmp_path)
    valid("gitlab-ci", component(), tmp_path)
    (job,) = yaml.safe_load(component(job="texts")).values()
    sound_shell("\n".join(job["script"]), "sh")
    given = [v for name, v in job["variables"].items() if name.startswith("QC_")]
    assert given
    assert all(variable["expand"] is False for variable in given)


@pytest.mark.parametrize("shell", [("bash", "-o", "pipefail"), ("sh",)])
def test_component(repository: Path, shell: Sequence[str]) -> None:
    done = run_component(repository, shell, package="qualcheck==9; touch pwned")
    assert done.returncode == 1
    assert "pip: qualcheck==9; touch pwned\n" in done.stdout
    assert "docs/damaged.md:3:26: error[punctuation.stray-mark]" in done.stdout
    job = yaml.safe_load(component())["qualcheck"]
    reports = job["artifacts"]["reports"]
    quality = json.loads((repository / reports["codequality"]).read_text())
    assert {entry["location"]["path"] for entry in quality} >= {"docs/damaged.md"}
    assert "stray" in (repository / reports["junit"]).read_text()
    (pages,) = job["artifacts"]["paths"]
    assert (repository / pages / "index.html").exists()
    assert not (repository / "pwned").exists()


def test_component_passes_its_inputs_on(repository: Path) -> None:
    (repository / "strict.toml").write_text('language = "en"\nignore = ["repetition"]\n')
    done = run_component(
        repository, files="docs/damaged.md\n\ndocs/clean.md\n", config="strict.toml",
        fail_on="never",
    )  # fmt: skip
    assert done.returncode == 0
    assert "2 files," in done.stdout
    assert "repetition" not in done.stdout
    call(BIN / "qualcheck", "baseline", "create", "docs", cwd=repository)
    assert run_component(repository, baseline="qualcheck.baseline", files="docs").returncode == 0


@pytest.mark.parametrize("name", ["DIFF_BASE_SHA", "TARGET_BRANCH_SHA"])
def test_component_on_changed_lines(repository: Path, name: str) -> None:
    base = call("git", "rev-parse", "HEAD", cwd=repository).stdout.strip()
    (repository / "docs" / "clean.md").write_text(f"{CLEAN}\nIt told of of it.\n")
    commit(repository)
    env = {f"CI_MERGE_REQUEST_{name}": base}
    done = run_component(repository, files="docs", only_changed="true", **env)
    assert done.returncode == 1
    assert "1 file," in done.stdout
    assert "2 files," in run_component(repository, files="docs", only_changed="true").stdout
    assert "2 files," in run_component(repository, files="docs", **env).stdout


@pytest.mark.parametrize("shell", ["bash", "sh"])
def test_component_reads_no_input_as_shell(repository: Path, shell: str) -> None:
    for name in ODD_NAMES:
        (repository / name).write_text(DAMAGED)
    one_line = [name for name in ODD_NAMES if "\n" not in name]
    done = run_component(repository, [shell], files="\n".join([*one_line, "END", "$CI_JOB_TOKEN"]))
    assert f"{len(one_line)} files," in done.stdout
    assert "END: no such file or folder" in done.stdout
    assert "$CI_JOB_TOKEN: no such file or folder" in done.stdout
    assert not (repository / "pwned").exists()
    names = ("package", "files", "config", "fail_on", "baseline", "languagetool", "only_changed")
    assert run_component(repository, [shell], **dict.fromkeys(names, HOSTILE)).returncode == 2
    assert not (repository / "pwned").exists()


# --------------------------------------------------------------------------------- Docker


def test_dockerfile_is_sound() -> None:
    done = call(BIN / "hadolint", "--no-color", "Dockerfile")
    assert done.returncode == 0, done.stdout


def test_image_has_what_the_wheel_is_built_from(tmp_path: Path) -> None:
    """What .dockerignore lets through is enough to build the very wheel that this checkout gives."""
    lines = (ROOT / ".dockerignore").read_text().split("\n")
    let_in = [line[1:] for line in lines if line.startswith("!")]
    context = tmp_path / "context"
    context.mkdir()
    for name in let_in:
        call("cp", "-r", ROOT / name, context / name)
    names = []
    for source in (ROOT, context):
        out = tmp_path / f"wheel of {source.name}"
        done = call(
            sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out, cwd=source
        )
        assert done.returncode == 0, done.stdout
        (wheel,) = out.iterdir()
        names.append(call(sys.executable, "-m", "zipfile", "-l", wheel).stdout.splitlines())
    inside = [[line.split("  ")[0] for line in lines] for lines in names]
    assert inside[0] == inside[1]
    top = {name.partition("/")[0] for name in inside[0][1:]}
    assert top == {"qualcheck", f"qualcheck-{__version__}.dist-info"}


# --------------------------------------------------------------------- the examples in docs


@cache
def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", DOCS, re.M | re.S)


def examples(name: str) -> list[str]:
    return [block for block in blocks("yaml") if block.startswith(f"# {name}\n")]


def test_every_example_is_looked_at() -> None:
    known = (".pre-commit-config.yaml", ".github/workflows/articles.yml", ".gitlab-ci.yml")
    assert sum(len(examples(name)) for name in known) == len(blocks("yaml"))
    assert DOCS.count("\n```") == 2 * (len(blocks("yaml")) + len(blocks("sh")))


def test_examples_for_pre_commit(tmp_path: Path) -> None:
    hooks = {hook["id"] for hook in HOOKS}
    for text in examples(".pre-commit-config.yaml"):
        path = tmp_path / "config.yaml"
        path.write_text(text)
        done = call(BIN / "pre-commit", "validate-config", path)
        assert done.returncode == 0, done.stdout
        (repo,) = yaml.safe_load(text)["repos"]
        assert repo["rev"] == f"v{__version__}"
        for hook in repo["hooks"]:
            assert hook["id"] in hooks
            if "args" in hook:
                understood("qualcheck", "check", *hook["args"], "a.md")
                assert hook["args"][-1] == "--"


def test_example_for_github(tmp_path: Path) -> None:
    (text,) = examples(".github/workflows/articles.yml")
    valid("github-workflows", text, tmp_path)
    steps = yaml.safe_load(text)["jobs"]["articles"]["steps"]
    (ours,) = (step for step in steps if step.get("id") == "qualcheck")
    assert ours["uses"] == f"OWNER/qualcheck@v{__version__}"
    assert set(ours["with"]) <= set(ACTION["inputs"])
    used = re.findall(r"steps\.qualcheck\.outputs\.([\w-]+)", text)
    assert set(used) <= set(ACTION["outputs"])


def test_examples_for_gitlab(tmp_path: Path) -> None:
    for text in examples(".gitlab-ci.yml"):
        valid("gitlab-ci", text, tmp_path)
    (include,) = yaml.safe_load(examples(".gitlab-ci.yml")[0])["include"]
    assert include["component"].endswith(f"/OWNER/qualcheck/qualcheck@{__version__}")
    given = {name: str(value).lower() for name, value in include["inputs"].items()}
    valid("gitlab-ci", component(**given), tmp_path)
    for line in yaml.safe_load(examples(".gitlab-ci.yml")[1])["qualcheck"]["script"]:
        if line.startswith("qualcheck"):
            understood(*shlex.split(line))


def test_tables_of_inputs_are_whole() -> None:
    _, github, gitlab, _ = re.split(r"^## (?:GitHub|GitLab|Docker)$", DOCS, flags=re.M)
    spec, _ = yaml.safe_load_all((ROOT / "templates" / "qualcheck.yml").read_text("utf-8"))
    for part, known in ((github, ACTION["inputs"]), (gitlab, spec["spec"]["inputs"])):
        rows = re.findall(r"^\| (`.*?) \|", part, re.M)
        assert set(re.findall(r"`([\w-]+)`", " ".join(rows))) == set(known)


def understood(program: str, *args: str) -> None:
    """The command line as it is parsed, and not run."""
    assert program == "qualcheck"
    done = call(BIN / program, *args[: args.index("--") if "--" in args else None], "--help")
    assert done.returncode == 0, done.stdout


def test_commands_for_docker_are_understood() -> None:
    for block in blocks("sh"):
        sound_shell(block, "sh")
        for line in block.splitlines():
            if line.startswith("docker run"):
                words = shlex.split(line)
                understood(*words[words.index("qualcheck") :])


def test_plain_commands_run(repository: Path) -> None:
    """A clone of a repository with a baseline, a commit later."""
    first, then = blocks("sh")[-2:]
    (repository / "docs").rename(repository / "articles")
    commit(repository)
    path = f"{repository.parent / 'stub'}:{BIN}:{os.environ['PATH']}"
    run_component(repository)  # makes a pip that installs nothing
    git(repository, "clean", "-fdxq")
    done = call("bash", "-ec", first, cwd=repository, PATH=path)
    assert done.returncode == 0, done.stdout
    clone = repository.parent / "clone"
    git(repository.parent, "clone", "-q", "--depth", "1", repository.as_uri(), str(clone))
    (clone / "articles" / "clean.md").write_text(f"{CLEAN}\nThey met in Kiev on Friday.\n")
    commit(clone)
    done = call("bash", "-ec", then, cwd=clone, PATH=path)
    assert done.returncode == 1, done.stdout
    assert "names.outdated-place" in done.stdout
    assert "1 file," in done.stdout
    assert (clone / "qualcheck.xml").exists()
    (clone / "articles" / "clean.md").write_text(f"{CLEAN}\nAll is well.\n")
    assert call("bash", "-ec", then, cwd=clone, PATH=path).returncode == 0
