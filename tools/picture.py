"""Take the picture of a report that the README shows. Needs Chromium.

make report && make picture
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "reports" / "seeds-harbour-flood.txt.html"
PICTURE = ROOT / "docs" / "report.png"


def main() -> None:
    """Write docs/report.png."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        raise SystemExit("Chromium is missing: `apt-get install chromium` brings it")
    if not PAGE.exists():
        raise SystemExit(f"{PAGE} is missing: run `make report` first")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                *("--no-first-run", "--disable-background-networking", "--disable-sync"),
                *(f"--user-data-dir={profile}", "--window-size=1280,1000"),
                *(f"--screenshot={PICTURE}", PAGE.as_uri()),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )
    print(PICTURE, file=sys.stderr)


if __name__ == "__main__":
    main()
