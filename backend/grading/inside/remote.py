"""The tests' end of the line to a candidate: its functions, and its live values (see `live`)."""

import socket
import sys
import types
from collections import deque
from collections.abc import Callable, Iterator, Set
from typing import Any

from backend.grading.inside import raised, shown, wire
from backend.grading.inside.ends import CandidateGoneError, UnsendableError
from backend.grading.inside.in_place import write_back

_MOST_AHEAD = 1000  # items that are fetched before a test asks for them


class Line:
    """Asks one candidate.

    `scope` is where its exceptions' classes are looked for, `words` those of the tests. With
    `in_place`, what a function changes in its arguments is changed in the tests' own.
    """

    def __init__(
        self, sock: socket.socket, words: Set[str] = frozenset(), *, in_place: bool = False
    ) -> None:
        """Talk over a socket."""
        self.sock = sock
        self.scope: dict[str, Any] = {}
        self._words = words
        self._in_place = in_place
        self._answered = False
        self._last: list[Any] = []  # what was asked, and the form of the value that came back
        self._known: dict[int, Remote] = {}
        self._ends: list[BaseException] = []

    def hello(self) -> dict[str, Any]:
        """Return what the candidate's box says once the program is loaded."""
        return self._receive()

    def function(self, name: str) -> Callable[..., Any]:
        """Return a function that calls the candidate's function of that name in its own box."""

        def call(*args: Any, **kwargs: Any) -> Any:
            return self.ask({"name": name}, list(args), kwargs)

        call.__name__ = call.__qualname__ = name
        return call

    def ask(self, message: dict[str, Any], args: list[Any], kwargs: dict[str, Any]) -> Any:
        """Send a request with arguments; return the value of the reply, or raise what it raised."""
        reply = self.request(message, args, kwargs)
        if self._in_place and "changed" in reply:
            write_back([args, kwargs], self.decode(reply["changed"]))
        if "raised" in reply:
            error = self.raised(reply["raised"])
            if isinstance(error, (StopIteration, IndexError)):
                self._ends.append(_traced(error))
            raise error
        if "value" not in reply:
            raise wire.NotAValueError("a reply is neither a value nor an exception")
        value = self.decode(reply["value"])
        self._last.append(reply["value"])
        return value

    def last_call(self) -> dict[str, str | None]:
        """Return what was asked last as text, `called`, and what `came_back`, if a value did.

        Both are written from what crossed, so as they were then. Nothing is said where it was no
        function by its name, but something that stays in the candidate's box.
        """
        if not self._last or "name" not in self._last[0]:
            return {}
        asked, *came_back = self._last
        called = shown.call(asked["name"], asked["args"], asked["kwargs"])
        return {"called": called, "came_back": shown.value(came_back[0]) if came_back else None}

    def request(
        self, message: dict[str, Any], args: list[Any], kwargs: dict[str, Any]
    ) -> dict[str, Any]:
        """Send a request with arguments; return the reply."""
        self._last = []
        try:
            content = {"args": wire.encode(args, _own), "kwargs": wire.encode(kwargs, _own)}
        except wire.NotAValueError as error:
            # What was answered before may have made the tests come to this argument.
            tests = not self._answered
            raise UnsendableError(f"an argument cannot cross: {error}", tests=tests) from None
        asked = message | content | {"in_place": self._in_place}
        self._last = [asked]
        try:
            wire.send(self.sock, asked)
        except OSError:
            raise CandidateGoneError from None
        reply = self._receive()
        self._answered = True
        if "unsendable" in reply:
            raise UnsendableError(str(reply["unsendable"]), tests=False)
        if reply.get("printed"):
            sys.stdout.write(str(reply["printed"]))  # which a test may have redirected
        return reply

    def check_ends(self) -> None:
        """Raise again what a function raised to end a test's `map` or the like before its time.

        Who expected it caught it in a frame of its own that handles exceptions, or in an assertion
        that then took its trace from it. Who took it for an end left the trace as it was.
        """
        for error in self._ends:
            if (trace := error.__traceback__) is None:
                continue
            code = trace.tb_frame.f_code
            if code.co_filename == __file__ or not code.co_exceptiontable:
                raise RuntimeError(f"the program raised {type(error).__name__}") from error

    def decode(self, form: Any) -> Any:
        """Return the value of a reply's form."""
        return wire.decode(form, self._find)

    def raised(self, form: Any) -> BaseException:
        """Return the exception of a reply's form."""
        return raised.again(form, self.scope, self._words)

    def _find(self, content: Any) -> "Remote":
        number, iterates = int(content[0]), bool(content[1])
        if number not in self._known:
            kind = RemoteIterator if iterates else Remote
            self._known[number] = kind(self, number)
        return self._known[number]

    def _receive(self) -> dict[str, Any]:
        try:
            reply, _ = wire.receive(self.sock, limit=wire.MAX_MESSAGE)
        except (EOFError, OSError):
            raise CandidateGoneError from None
        if type(reply) is not dict:
            raise wire.NotAValueError("a reply is no object")
        return reply


def _traced(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException:
        return error


def tests_scope(setup: types.CodeType, line: Line, entries: list[str]) -> dict[str, Any]:
    """Return the names of a new module for tests, with the functions of a line's candidate.

    `setup` is the benchmark's own code and runs in the module, which what looks for its own module
    finds, before the functions are there.
    """
    module = sys.modules["tests"] = types.ModuleType("tests")
    scope = line.scope = vars(module)
    exec(setup, scope)
    scope |= {name: line.function(name) for name in entries}
    return scope


class Remote:
    """A live value in the candidate's box. It equals nothing but other live values of its box."""

    __slots__ = ("_line", "_number")
    _line: Line
    _number: int

    def __init__(self, line: Line, number: int) -> None:
        """Stand for value `number` at the other end of a line."""
        object.__setattr__(self, "_line", line)
        object.__setattr__(self, "_number", number)

    def _do(self, action: str, *args: Any, **kwargs: Any) -> Any:
        return self._line.ask({"live": self._number, "do": action}, list(args), kwargs)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it."""
        return self._do("call", *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        """Return an attribute; Python's own are not asked for."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self._do("get", name)

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute."""
        self._do("set", name, value)

    def __getitem__(self, key: Any) -> Any:
        """Return an item."""
        return self._do("item", key)

    def __iter__(self) -> Iterator[Any]:
        """Return an iterator."""
        found: Iterator[Any] = self._do("iter")
        return found

    def __len__(self) -> int:
        """Return its length."""
        return int(self._do("len"))

    def __bool__(self) -> bool:
        """Tell whether it counts as true."""
        return self._do("bool") is True

    def __contains__(self, item: Any) -> bool:
        """Tell whether an item is in it."""
        return self._do("contains", item) is True

    def __eq__(self, other: object) -> bool:
        """Ask the candidate only where both are its own: it decides nothing about the tests'."""
        if type(other) not in (Remote, RemoteIterator):
            return NotImplemented
        return self is other or self._do("equal", other) is True

    __hash__ = object.__hash__

    def __str__(self) -> str:
        """Return its text."""
        return str(self._do("str"))

    def __repr__(self) -> str:
        """Return its representation."""
        return str(self._do("repr"))


class RemoteIterator(Remote):
    """A live iterator, whose items come in growing parts."""

    __slots__ = ("_ahead", "_end", "_items")
    _ahead: int
    _end: list[BaseException]
    _items: deque[Any]

    def __init__(self, line: Line, number: int) -> None:
        """Stand for value `number` at the other end of a line."""
        super().__init__(line, number)
        object.__setattr__(self, "_ahead", 1)
        object.__setattr__(self, "_items", deque())
        object.__setattr__(self, "_end", [])

    def __getattr__(self, name: str) -> Any:
        """Return an attribute; whoever sends to an iterator gets no items ahead."""
        object.__setattr__(self, "_ahead", 0)
        return super().__getattr__(name)

    def __iter__(self) -> Iterator[Any]:
        """Return itself, as iterators do."""
        return self

    def __next__(self) -> Any:
        """Return the next item."""
        if not self._items and not self._end:
            self._fetch()
        if self._items:
            return self._items.popleft()
        if type(self._end[0]) is StopIteration:
            raise StopIteration
        raise self._end.pop()

    def _fetch(self) -> None:
        count = max(1, self._ahead)
        object.__setattr__(self, "_ahead", min(2 * self._ahead, _MOST_AHEAD))
        reply = self._line.request({"live": self._number, "do": "next"}, [count], {})
        if type(reply.get("items")) is not list or len(reply["items"]) > count:
            raise wire.NotAValueError("a reply holds no items")
        self._items.extend(map(self._line.decode, reply["items"]))
        if "end" in reply:
            end = reply["end"]
            self._end.append(StopIteration() if end is None else self._line.raised(end))
        elif not self._items:
            raise wire.NotAValueError("a reply holds no items")


def plain(value: Any) -> Any:
    """Return the form of a value that a test ends in; of a live iterator, that of its items."""
    return wire.encode(value, _no_remote)


def _own(value: Any) -> Any:
    if type(value) is RemoteIterator:
        return {"live": [value._number, True]}
    return {"live": [value._number, False]} if type(value) is Remote else None


def _no_remote(value: Any) -> Any:
    if type(value) is Remote:
        raise wire.NotAValueError("a live object is no plain value")
    return None
