"""What a chapter is made of: gestures in numbered steps, and pictures of the screens they are made on."""

from dataclasses import dataclass
from functools import cached_property

FULL_WIDTH = 1080
"""px: a screen of 1,280 px without the menu of the back-office."""


@dataclass(frozen=True)
class Act:
    """What is done on the screen before its picture is taken; ``target`` is a selector of Playwright."""

    verb: str
    target: str
    words: str = ""


def click(target: str) -> Act:
    return Act("click", target)


def choose(target: str, words: str) -> Act:
    return Act("fill", target, words)


def show(target: str) -> Act:
    """Bring ``target`` to the top of the window."""
    return Act("show", target)


def wait_in(target: str) -> Act:
    """Wait for the title of the page that the frame ``target`` shows."""
    return Act("wait in", target)


@dataclass(frozen=True)
class Picture:
    """A picture of ``address`` as ``who`` sees it: so many pixels from the corner of ``at``.

    ``address`` names in braces what has a number: ``tests.guide_world`` knows which. ``alt`` says what is seen to who
    does not see it, ``caption`` what to look at. Nothing that it shows may be of a real person.
    """

    alt: str
    caption: str
    address: str
    height: int
    width: int = FULL_WIDTH
    at: str = "main"
    who: str = "chloe"
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Gesture:
    """One thing to do: short steps in their order, then the picture of it."""

    title: str
    steps: tuple[str, ...]
    picture: Picture | None = None
    note: str = ""


@dataclass(frozen=True)
class NumberedGesture:
    """A gesture in its chapter; ``file`` is its picture's, below the static files."""

    gesture: Gesture
    file: str


@dataclass(frozen=True)
class Chapter:
    """``whom`` says whose matter it is; ``reference`` is the panel of the text for reference on the same matter."""

    slug: str
    title: str
    icon: str
    whom: str
    reference: str
    purpose: str
    gestures: tuple[Gesture, ...]

    @cached_property
    def numbered(self) -> list[NumberedGesture]:
        """Return the gestures, each with the file of its picture: « pages/guide/<chapter>-<n>.webp »."""
        found, count = [], 0
        for gesture in self.gestures:
            count += bool(gesture.picture)
            found.append(NumberedGesture(gesture, f"pages/guide/{self.slug}-{count}.webp" if gesture.picture else ""))
        return found
