"""Stands in for rasa_project/serve.py: same arguments, same lifeline, up at once. The model file says how it behaves.

well       answers every text
exits      ends before it listens
deaf       runs, but never listens
stubborn   as `well`, and takes no notice of SIGTERM
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

RASA_PROJECT = Path(__file__).parents[3] / "bot" / "rasa_project"
ANSWER = {
    "intent_ranking": [{"name": "greet", "confidence": 0.9}, {"name": "out_of_scope", "confidence": 0.1}]
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps(ANSWER).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path)
    parser.add_argument("--port", type=int)
    parser.add_argument("--interface")
    parser.add_argument("--supervised", action="store_true")
    arguments = parser.parse_args()
    behaviour = arguments.model.read_text().strip()
    if behaviour == "exits":
        sys.exit("this one does not want to start")

    sys.path.insert(0, str(RASA_PROJECT))
    from lifeline import end_with_parent  # noqa: PLC0415 (it is found only now)

    sys.stdin.buffer.raw.readline()
    end_with_parent(Path.cwd())
    if behaviour == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if behaviour == "deaf":
        threading.Event().wait()
    ThreadingHTTPServer((arguments.interface, arguments.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
