"""The rows that documents name: sources, categories, authors, tags."""

from articles.importing.filing import Byline
from articles.models import Author, Category, Source, Tag


class Catalogue:
    """Finds rows by the names in documents, makes the missing, remembers them through a run."""

    def __init__(self):
        self.forget()

    def forget(self) -> None:
        """Drop what is remembered, as after a rollback, which may have taken rows away."""
        self.sources = {source.name: source for source in Source.objects.all()}
        self._sources_by_key: dict[int, Source] = {}
        self._categories: dict[tuple[str, ...], Category] = {}
        self._authors: dict[str, Author] = {}
        self._tags: dict[str, Tag] = {}

    def source(self, name: str) -> Source:
        if name not in self.sources:
            self.sources[name] = Source.objects.get_or_create(name=name)[0]
        return self.sources[name]

    def source_of(self, key: int) -> Source | None:
        """Return the source of this key, None for one that came after this was read."""
        if key not in self._sources_by_key:
            self._sources_by_key = {source.pk: source for source in self.sources.values()}
        return self._sources_by_key.get(key)

    def categories(self, paths: list[list[str]]) -> list[Category]:
        """Return the category at the end of each path of names."""
        for path in map(tuple, paths):
            if path not in self._categories:
                self._categories[path] = Category.objects.at_path(path)
        return [self._categories[tuple(path)] for path in paths]

    def authors(self, bylines: list[Byline]) -> list[Author]:
        """Return the authors in order; the kind of one that is there already stays."""
        for byline in bylines:
            if byline.name not in self._authors:
                kind = Author.Kind.ORGANISATION if byline.is_organisation else Author.Kind.PERSON
                self._authors[byline.name] = Author.objects.get_or_create(
                    name=byline.name, defaults={"kind": kind}
                )[0]
        return [self._authors[byline.name] for byline in bylines]

    def tags(self, names: list[str]) -> list[Tag]:
        """Return the tags of these names in order."""
        unknown = [name for name in names if name not in self._tags]
        if unknown:
            self._tags |= {tag.name: tag for tag in Tag.objects.filter(name__in=unknown)}
        for name in names:
            if name not in self._tags:
                self._tags[name] = Tag.objects.get_or_create(name=name)[0]
        return [self._tags[name] for name in names]
