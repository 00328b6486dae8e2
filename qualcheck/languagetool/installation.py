"""How LanguageTool gets onto this machine, and the command that starts its server.

language_tool_python, imported here and nowhere else, takes a third of a second.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from qualcheck.errors import EngineUnavailable
from qualcheck.languagetool.presence import INSTALL_COMMAND, JARS, VERSION, Installation, find, home

HEAP = "1g"
"""What the server's heap may grow to. The process had .9 GB after a long run over English."""
MAVEN_SECONDS = 1_200

_ARTIFACTS = ("languagetool-server", "language-all")
"""The server can't do without the second: it tells languages apart by all their rules."""

_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>qualcheck</groupId><artifactId>languagetool</artifactId><version>1</version>
  <dependencies>{dependencies}</dependencies>
</project>
"""
_DEPENDENCY = (
    "<dependency><groupId>org.languagetool</groupId><artifactId>{artifact}</artifactId>"
    "<version>{version}</version></dependency>"
)

SERVER_SETTINGS = """\
# Without the first, every request sets up all rules anew.
pipelineCaching=true
maxPipelinePoolSize=20
pipelineExpireTimeInSeconds=3600
cacheSize=1000
"""


def require_java(version: str = VERSION) -> None:
    """Raises EngineUnavailable where Java is missing or too old for this LanguageTool."""
    from language_tool_python.download_lt import confirm_java_compatibility

    try:
        confirm_java_compatibility(version)
    except ModuleNotFoundError:
        raise EngineUnavailable(
            "Java is not installed; LanguageTool needs Java 17 or newer"
        ) from None
    except (SystemError, SystemExit) as error:  # SystemExit: a version that it can't make out
        raise EngineUnavailable(str(error)) from None
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineUnavailable(f"Java can't be run: {error}") from None


def server_command(installation: Installation, port: int, settings: Path) -> list[str]:
    """The command that serves on a port of the loopback address. Raises EngineUnavailable."""
    from language_tool_python.download_lt import LocalLanguageTool
    from language_tool_python.exceptions import LanguageToolError

    require_java(installation.version)
    try:
        local = LocalLanguageTool.from_path(installation.folder)
        java, *rest = local.get_server_cmd(port)
    except (LanguageToolError, ValueError, OSError) as error:
        raise EngineUnavailable(f"{installation.folder}: {error}") from None
    return [java, f"-Xmx{HEAP}", "-XX:+UseSerialGC", *rest, "--config", str(settings)]


# ------------------------------------------------------------------------------- installing


def install_by_download() -> Installation:
    """Let language_tool_python fetch LanguageTool's own archive and check its sum.

    Raises EngineUnavailable where Java is missing, or the archive can't be had.
    """
    from language_tool_python.download_lt import LocalLanguageTool
    from language_tool_python.exceptions import LanguageToolError

    require_java()
    home().mkdir(parents=True, exist_ok=True)
    try:
        LocalLanguageTool.from_version_name(VERSION).download()
    except (LanguageToolError, OSError) as error:  # requests' errors are OSErrors
        raise EngineUnavailable(
            f"LanguageTool {VERSION} could not be downloaded: {error}\n"
            f"Where Maven's repository can be reached, `{INSTALL_COMMAND} --from-maven` brings it."
        ) from None
    return _installed()


def install_from_maven() -> Installation:
    """Let Maven fetch the server and its libraries. Whole or not at all.

    Raises EngineUnavailable where Java or Maven is missing or fails.
    """
    require_java()
    maven = shutil.which("mvn")
    if maven is None:
        raise EngineUnavailable("Maven (mvn) is not installed")
    home().mkdir(parents=True, exist_ok=True)
    target = home() / f"LanguageTool-{VERSION}"
    with tempfile.TemporaryDirectory(dir=home(), prefix="installing-") as scratch:
        folder = Path(scratch, "LanguageTool")
        _copy_jars(maven, folder)
        _write_server_jar(folder)
        if target.exists():
            shutil.rmtree(target)
        folder.rename(target)
    return _installed()


def _copy_jars(maven: str, folder: Path) -> None:
    """The server's jars and all that they need, by Maven's own copying."""
    pom = folder.parent / "pom.xml"
    dependencies = "".join(_DEPENDENCY.format(artifact=a, version=VERSION) for a in _ARTIFACTS)
    pom.write_text(_POM.format(dependencies=dependencies), "utf-8")
    command = [
        maven, "--batch-mode", "--quiet", "--file", str(pom),
        "dependency:copy-dependencies", f"-DoutputDirectory={folder}",
    ]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 - our own words only
            command, capture_output=True, text=True, timeout=MAVEN_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise EngineUnavailable(f"Maven took over {MAVEN_SECONDS} s") from None
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines()
        raise EngineUnavailable("Maven failed:\n" + "\n".join(said[-10:]))


def _write_server_jar(folder: Path) -> None:
    """A jar without classes whose manifest names all the others: the library starts just one."""
    import zipfile

    jars = sorted(jar.name for jar in folder.glob("*.jar"))
    manifest = "Manifest-Version: 1.0\r\n" + _wrapped("Class-Path: " + " ".join(jars)) + "\r\n"
    with zipfile.ZipFile(folder / JARS[0], "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", manifest)


_MANIFEST_LINE = 72
"""Bytes that a line of a manifest may have (JAR File Specification); it goes on after a blank."""


def _wrapped(line: str) -> str:
    pieces, rest = [line[:_MANIFEST_LINE]], line[_MANIFEST_LINE:]
    while rest:
        pieces.append(" " + rest[: _MANIFEST_LINE - 1])
        rest = rest[_MANIFEST_LINE - 1 :]
    return "".join(piece + "\r\n" for piece in pieces)


def _installed() -> Installation:
    found = find()
    if found is None:
        raise EngineUnavailable(f"LanguageTool was fetched, but {home()} has no server")
    return found
