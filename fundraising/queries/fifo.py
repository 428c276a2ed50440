"""Money of one fund as a line of people waiting: what came first leaves first. Pure, exact integers, no database.

An event is what an entry changed in one fund: `minor` is positive when money came and negative when it left. A
correction (a fee, a refund, a dispute, a cheque that bounced) takes from the gift it is about while that gift still has
something left, and from the front otherwise."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """`about` names a gift and the corrections of it alike; None for what is about nothing."""

    entry: int
    minor: int
    about: object = None
    corrects: bool = False


@dataclass
class Piece:
    """What is left of what one entry brought. `taken` is how much of it has left already."""

    entry: int
    about: object
    left: int
    taken: int = 0


@dataclass(frozen=True)
class Take:
    """A part of one outflow that came from one piece. `at`: how far into the outflow, `into`: how far into what the
    piece's entry brought; both in minor units."""

    piece: Piece
    minor: int
    at: int
    into: int


class Line:
    """The waiting line. The oldest piece may stand for many older entries (`entry` 0)."""

    def __init__(self, pieces: Iterable[Piece] = ()):
        self.pieces: deque[Piece] = deque(piece for piece in pieces if piece.left)
        self._named: dict[object, list[Piece]] = {}
        for piece in self.pieces:
            self._name(piece)

    def _name(self, piece: Piece) -> None:
        if piece.about is not None:
            self._named.setdefault(piece.about, []).append(piece)

    def feed(self, event: Event) -> list[Take]:
        """What the event took, in order; nothing for money that came."""
        if event.minor >= 0:
            if event.minor:
                piece = Piece(event.entry, event.about, event.minor)
                self.pieces.append(piece)
                self._name(piece)
            return []
        return self._take(-event.minor, event.about if event.corrects else None)

    def _take(self, minor: int, about) -> list[Take]:
        takes: list[Take] = []
        at = 0
        own = self._named.get(about, []) if about is not None else []
        for piece in own:
            at += self._from(piece, minor - at, at, takes)
        while at < minor:
            while self.pieces and not self.pieces[0].left:
                self.pieces.popleft()
            if not self.pieces:
                raise ValueError("more left than had come")
            at += self._from(self.pieces[0], minor - at, at, takes)
        return takes

    @staticmethod
    def _from(piece: Piece, most: int, at: int, takes: list[Take]) -> int:
        part = min(piece.left, most)
        if part:
            takes.append(Take(piece, part, at, piece.taken))
            piece.left -= part
            piece.taken += part
        return part
