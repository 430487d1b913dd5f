"""Makes docs/images/journey.png: the way of one report, from the pictures that its journey's test takes.

.venv/bin/python scripts/journey_picture.py
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
JOURNEY = "tests/journeys/test_report_from_browser_to_public_page.py"
PICTURE = ROOT / "docs/images/journey.png"
# What is shown of each page: its picture, how wide its frame and the picture in it are, what stands below.
PAGES = (
    ("02-gate-report-phone", 250, 250, "A person writes at the <b>gate</b>. The device seals it."),
    (
        "11-desk-case",
        640,
        640,
        "Officers open it at their <b>desk</b>, assess the risk, answer, record consent.",
    ),
    ("15-ledger-state", 490, 760, "Two officers stand for what the public <b>ledger</b> shows."),
)
STYLE = """
body { margin: 0; padding: 28px; background: #e9edec; color: #16242b; font: 17px/1.4 system-ui, sans-serif; }
main { display: flex; gap: 26px; }
figure { margin: 0; }
div { block-size: 520px; overflow: hidden; border-radius: 8px; box-shadow: 0 1px 8px #0003; }
img { display: block; }
figcaption { margin-block-start: 14px; }
b { color: #0b5563; }
"""


def take_pictures(folder: Path) -> None:
    """Run the journey; it leaves a picture of each page in `folder`."""
    environment = os.environ | {"UNHINDERED_SCREENSHOTS": str(folder)}
    subprocess.run([sys.executable, "-m", "pytest", "-q", JOURNEY], cwd=ROOT, env=environment, check=True)


def compose(folder: Path) -> None:
    """Put the pictures side by side."""
    figures = "".join(
        f'<figure style="inline-size: {frame}px"><div><img src="{name}.png" width="{picture}" alt=""></div>'
        f"<figcaption>{caption}</figcaption></figure>"
        for name, frame, picture, caption in PAGES
    )
    page_file = folder / "picture.html"
    page_file.write_text(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><main>{figures}</main>")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1488, "height": 100})
        page.goto(page_file.as_uri())
        page.screenshot(path=PICTURE, full_page=True)
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        take_pictures(Path(made))
        compose(Path(made))
