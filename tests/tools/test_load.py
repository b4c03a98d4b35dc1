"""Who asks many times at once counts every answer once, however it arrives."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tools.bench.load import load, reading

PIECES = {
    "/whole": [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"],
    "/pieces": [b"HTTP/1.1 200 O", b"K\r\ncontent-length: 5\r\n", b"\r\nhe", b"llo"],
    "/unchanged": [b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"],
    "/refused": [b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"],
    "/cut": [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe", b""],
}


class Answering(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        with suppress(OSError):  # whoever asked has left
            self.answer()

    def answer(self) -> None:
        while asked := self.rfile.readline().decode():
            while self.rfile.readline().strip():
                pass
            for piece in PIECES[asked.split()[1]]:
                if not piece:
                    return
                self.wfile.write(piece)


@pytest.fixture
def address() -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answering) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "status"),
    [("/whole", "200"), ("/pieces", "200"), ("/unchanged", "304"), ("/refused", "503")],
)
def test_an_answer_is_counted_by_its_status(address: str, path: str, status: str) -> None:
    answers = load(address, reading(address, path), askers=2, seconds=0.05)
    assert set(answers.statuses) == {status}
    assert answers.statuses[status] == len(answers.waited) > 2
    assert answers.rate > 0
    assert answers.p99 > 0


def test_an_answer_that_is_cut_off_is_none(address: str) -> None:
    answers = load(address, reading(address, "/cut"), askers=1, seconds=0.05)
    assert set(answers.statuses) == {"closed"}
    assert answers.waited == []
