"""The chapters of the guide, in the order in which they are read; one module for each part of the work."""

from portal.pages.guide.chapters.contents import FIGURES, NEWS, PLATFORMS
from portal.pages.guide.chapters.people import CALENDAR, COMMITTEES
from portal.pages.guide.chapters.space import LEGAL, LOOK, MENDING
from portal.pages.guide.chapters.writing import FINDING, MEDIA, PUBLISHING, VERSIONS, WRITING
from portal.pages.guide.parts import Chapter

CHAPTERS: tuple[Chapter, ...] = (
    FINDING, WRITING, MEDIA, PUBLISHING, VERSIONS,
    NEWS, FIGURES, PLATFORMS,
    LEGAL, LOOK, MENDING,
    CALENDAR, COMMITTEES,
)  # fmt: skip
BY_SLUG = {chapter.slug: chapter for chapter in CHAPTERS}
