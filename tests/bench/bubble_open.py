"""How long the chat takes to open, from the click to the frame that shows it.

    .venv/bin/python -m tests.bench.bubble_open [ROUNDS]

Prints one JSON line: milliseconds as the browser measures them (`vuoro:open`), p50 and worst, on this processor and on
one made four times slower (required <= 100 on this one), and the load average. Each round is a page of its own, opened
for the first time. What a visitor downloads is measured by `npm run size`.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.async_api import Browser, async_playwright, expect

from tests.e2e.conftest import BROWSERS, FLAGS
from tests.servers import serving

SLOWDOWNS = (1, 4)
MEASURED = """new Promise((resolve) => new PerformanceObserver((list) => {
    resolve(list.getEntriesByName('vuoro:open', 'measure')[0].duration);
}).observe({ type: 'measure', buffered: true }))"""


async def measure(rounds: int) -> dict[str, object]:
    """The figures of `rounds` pages for each processor."""
    chromium = next(filter(None, map(shutil.which, BROWSERS)))
    with tempfile.TemporaryDirectory() as data:
        async with serving(Path(data)) as service, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            figures = {}
            for slowdown in SLOWDOWNS:
                times = [await _open(browser, service.url, slowdown) for _ in range(rounds + 1)]
                # The first one warms up.
                figures[f"open_ms_cpu_{slowdown}x"] = {
                    "p50": round(median(times[1:]), 1),
                    "worst": round(max(times[1:]), 1),
                }
            await browser.close()
    return {"bench": "bubble_open", "rounds": rounds, **figures, "load": os.getloadavg()}


async def _open(browser: Browser, url: str, slowdown: int) -> float:
    context = await browser.new_context(locale="en")
    page = await context.new_page()
    devtools = await context.new_cdp_session(page)
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    await page.goto(f"{url}/?lang=en")
    launcher = page.locator("vuoro-bubble .launcher")
    await expect(launcher).to_be_visible()
    await page.wait_for_load_state("networkidle")
    await launcher.click()
    duration: float = await page.evaluate(MEASURED)
    await context.close()
    return duration


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 30))))
