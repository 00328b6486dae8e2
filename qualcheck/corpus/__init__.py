"""Corpora: tables of texts in, more than a machine holds; tables of findings and scores out.

Nothing else imports this package, since it needs pyarrow, an extra. Importing it raises
EngineUnavailable where pyarrow is missing.
"""

from qualcheck.errors import EngineUnavailable

INSTALL_COMMAND = "pip install 'qualcheck[corpus]'"

try:
    import pyarrow as _pyarrow  # noqa: F401
except ModuleNotFoundError as error:
    if error.name != "pyarrow":
        raise
    raise EngineUnavailable(
        f"corpora need pyarrow, which is not installed: {INSTALL_COMMAND}"
    ) from None
