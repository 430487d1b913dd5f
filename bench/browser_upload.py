"""One large attachment from a real browser into a real gate: memory at both ends, and megabytes a second.

    .venv/bin/python bench/browser_upload.py [--megabytes N] [--json]

A file of random bytes is chosen in Debian's Chromium (headless) and sent with a report; the gate is a process
of its own, on this machine, with its files on the same disk. Server memory is the peak of its resident set as
the kernel keeps it (VmHWM); the page's is the peak of JavaScript heap and array buffers, asked for every half
second, and the peak resident set of its process. The reference is the same file copied and synced by `dd`.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from gate_intake import free_port, gate_command, make_gate_folder
from unhindered.core.envelope.identities import generate_identity

MIB = 1024 * 1024
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measured = measure(Path(name), args.megabytes)
    print(json.dumps(measured) if args.json else shown(measured))


def measure(folder: Path, megabytes: int) -> dict[str, float]:
    film = folder / "night.bin"
    write_random(film, megabytes)
    copied = copy_seconds(film, folder / "copy.bin")
    make_gate_folder(folder / "gate", generate_identity())
    port = free_port()
    command = [part.replace("PORT", str(port)) for part in gate_command(folder)]
    gate = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert gate.stdout is not None
        gate.stdout.readline()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            sent = send(browser, f"http://127.0.0.1:{port}", film)
            sent["browser_rss_mib"] = sum(peak_mib(pid) for pid in processes(browser, "browser"))
            sent["page_rss_mib"] = max(peak_mib(pid) for pid in processes(browser, "renderer"))
            browser.close()
        server = peak_mib(gate.pid)
    finally:
        gate.kill()
        gate.communicate()
    return {
        "megabytes": megabytes,
        "megabytes_per_second": megabytes / sent.pop("seconds"),
        "copy_megabytes_per_second": megabytes / copied,
        "server_rss_mib": server,
        **sent,
    }


def send(browser: Browser, url: str, film: Path) -> dict[str, float]:
    """Write a report with the file, and wait for the receipt."""
    page = browser.new_page()
    heap = page.context.new_cdp_session(page)
    heap.send("HeapProfiler.enable")
    page.goto(f"{url}/en/report")
    page.wait_for_selector("html[data-script=ready]")
    page.fill("#what", "A fictional report, to measure with.")
    page.set_input_files("#attachments", film)
    page.wait_for_function("document.querySelector('#attachments').value === ''")
    before = heap_mib(heap)
    began = time.monotonic()
    page.click("#report-form button[type=submit]")
    peak = watch(page, heap)
    return {"seconds": time.monotonic() - began, "page_heap_mib": peak, "page_heap_before_mib": before}


def watch(page: Page, heap: CDPSession) -> float:
    peak = 0.0
    while page.locator("#receipt:not([hidden])").count() == 0:
        peak = max(peak, heap_mib(heap))
        if "danger" in (page.locator("#report-status").get_attribute("class") or ""):
            raise SystemExit(page.locator("#report-status").inner_text())
        page.wait_for_timeout(500)
    return peak


def heap_mib(session: CDPSession) -> float:
    used = session.send("Runtime.getHeapUsage")
    return (
        float(used["usedSize"] + used.get("embedderHeapUsedSize", 0) + used.get("backingStorageSize", 0))
        / MIB
    )


def processes(browser: Browser, kind: str) -> list[int]:
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return [process["id"] for process in found if process["type"] == kind]


def peak_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def write_random(path: Path, megabytes: int) -> None:
    with path.open("wb") as file:
        for _ in range(megabytes):
            file.write(os.urandom(MIB))


def copy_seconds(source: Path, target: Path) -> float:
    began = time.monotonic()
    subprocess.run(["dd", f"if={source}", f"of={target}", "bs=1M", "conv=fsync", "status=none"], check=True)
    seconds = time.monotonic() - began
    target.unlink()
    return seconds


def shown(found: dict[str, float]) -> str:
    return "\n".join(
        [
            f"{found['megabytes']:.0f} MiB in one attachment",
            f"speed          {found['megabytes_per_second']:8.1f} MiB/s"
            f"   (copied and synced by dd: {found['copy_megabytes_per_second']:.1f} MiB/s)",
            f"server memory  {found['server_rss_mib']:8.1f} MiB at its peak",
            f"page's heap    {found['page_heap_mib']:8.1f} MiB at its peak"
            f" ({found['page_heap_before_mib']:.1f} before)",
            f"page's process {found['page_rss_mib']:8.1f} MiB at its peak",
            f"browser itself {found['browser_rss_mib']:8.1f} MiB at its peak",
        ]
    )


if __name__ == "__main__":
    main()
