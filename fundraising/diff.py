"""What changed between two texts, by words, for people: pure."""

import difflib
import re
from dataclasses import dataclass

_WORDS = re.compile(r"\s+|[^\s]+")
# Below this likeness two paragraphs are not the same one amended: the old goes whole, the new comes whole.
_SAME = 0.35


@dataclass(frozen=True)
class Piece:
    kind: str  # same | ins | del
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its pieces; `folded` counts unchanged paragraphs standing here, whose text is in `hidden`."""

    pieces: tuple[Piece, ...] = ()
    hidden: tuple[str, ...] = ()

    @property
    def folded(self) -> int:
        return len(self.hidden)

    @property
    def changed(self) -> bool:
        return any(p.kind != "same" for p in self.pieces)


def paragraphs(text: str) -> list[str]:
    return [p.strip() for p in re.split(r"\n\s*\n|\r\n\s*\r\n", text or "") if p.strip()]


def words(old: str, new: str) -> tuple[Piece, ...]:
    """Words taken out and put in, in runs: a space between two changed words does not end a run."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    pieces: list[Piece] = []
    gone = come = ""
    for op, a1, a2, b1, b2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        before, after = "".join(a[a1:a2]), "".join(b[b1:b2])
        if op != "equal" or (before.isspace() and (gone or come)):
            gone, come = gone + before, come + after
            continue
        pieces += _run(gone, come)
        gone = come = ""
        pieces.append(Piece("same", before))
    return tuple(pieces + _run(gone, come))


def _run(gone: str, come: str) -> list[Piece]:
    """What went, then what came; space that both end with stays outside."""
    tail = ""
    while gone and come and gone[-1].isspace() and gone[-1] == come[-1]:
        tail, gone, come = gone[-1] + tail, gone[:-1], come[:-1]
    head = ""
    if not (gone and come):
        # A word alone that went or came: the space around it is nobody's.
        whole = gone or come
        head, tail = whole[: len(whole) - len(whole.lstrip())], whole[len(whole.rstrip()) :] + tail
        gone, come = gone.strip(), come.strip()
    found = [("same", head), ("del", gone), ("ins", come), ("same", tail)]
    return [Piece(kind, text) for kind, text in found if text]


def compare(old: str, new: str, *, fold_from: int = 1) -> list[Paragraph]:
    """Paragraphs of `new` beside `old`. Runs of at least `fold_from` unchanged paragraphs are folded, unless nothing
    changed at all."""
    a, b = paragraphs(old), paragraphs(new)
    out: list[Paragraph] = []
    for op, a1, a2, b1, b2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            out.extend(_unchanged(a[a1:a2], fold_from))
        else:
            out.extend(_amended(a[a1:a2], b[b1:b2]))
    return out


def _unchanged(run, fold_from):
    if len(run) >= fold_from:
        return [Paragraph(hidden=tuple(run))]
    return [Paragraph(pieces=(Piece("same", p),)) for p in run]


def _amended(old, new):
    """Pair each new paragraph with the likeliest old one still ahead; the rest went or came whole."""
    out, start = [], 0
    for text in new:
        scores = [difflib.SequenceMatcher(None, o.split(), text.split()).ratio() for o in old[start:]]
        best = max(range(len(scores)), key=scores.__getitem__, default=None)
        if best is None or scores[best] < _SAME:
            out.append(Paragraph(pieces=(Piece("ins", text),)))
            continue
        out.extend(Paragraph(pieces=(Piece("del", o),)) for o in old[start : start + best])
        out.append(Paragraph(pieces=words(old[start + best], text)))
        start += best + 1
    out.extend(Paragraph(pieces=(Piece("del", o),)) for o in old[start:])
    return out


def count_changes(found: list[Paragraph]) -> int:
    return sum(p.changed for p in found)
