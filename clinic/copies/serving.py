"""The application around Django's: a copy where there is one, else what Django answers, kept if it may be."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from clinic.accounts.desk import DESK
from clinic.copies.asked import Asked, Asking, Environ
from clinic.copies.copied import MOST_BYTES, Copy, Header, may_be_kept
from clinic.copies.edition import Edition
from clinic.copies.store import Store

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Copies:
    """All middleware lies below: a copy has every header that Django gave the page, and costs a look into a dictionary.

    Readers are told apart by nothing. What staff ask for, what changes anything, and what no view calls public always
    reaches Django.
    """

    def __init__(self, django: Application, edition: Edition | None = None, store: Store | None = None) -> None:
        self._django = django
        self._asking = Asking()
        self._edition = edition or Edition()
        self._store = store or Store()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        asked = self._asking.read(environ)
        if asked is None:
            return self._passed_on(environ, start_response)
        edition = self._edition.known()
        copy = self._copy_for(asked, environ.get("HTTP_IF_NONE_MATCH", ""), edition)
        if copy is None:
            return self._answered(asked, edition, environ, start_response)
        start_response(copy.status, list(copy.headers))
        return [copy.body]

    def _passed_on(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """What staff do may change a page. In this process it shows at once."""
        try:
            return self._django(environ, start_response)
        finally:
            if environ["PATH_INFO"].startswith(DESK):
                self._edition.may_have_changed()

    def _copy_for(self, asked: Asked, tags: str, edition: Hashable) -> Copy | None:
        """Of the page; or that it has not changed, for a browser that has this very text."""
        if tags:
            unchanged = self._store.get(asked._replace(is_known=True), edition)
            if unchanged and unchanged.is_named(tags):
                return unchanged
        page = self._store.get(asked, edition)
        return None if page and tags and page.is_named(tags) else page

    def _answered(
        self, asked: Asked, edition: Hashable, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Django's answer, and a copy of it for whoever asks next."""
        said: list[tuple[str, list[Header]]] = []

        def listen(status: str, headers: list[Header], *exception: Any) -> Any:
            said.append((status, headers))
            return start_response(status, headers, *exception)

        answer = self._django(environ, listen)
        status, headers = said[-1]
        if edition is None or not may_be_kept(status, headers):
            return answer
        body = _whole(answer)
        if len(body) <= MOST_BYTES and edition == self._edition.known():
            copy = Copy(status, tuple(headers), body)
            self._store.put(asked._replace(is_known=status.startswith("304")), copy, edition)
        return [body]


def _whole(answer: Iterable[bytes]) -> bytes:
    try:
        return b"".join(answer)
    finally:
        getattr(answer, "close", lambda: None)()
