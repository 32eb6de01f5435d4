"""A page as the tests read it: its elements, and its texts with the language each is in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
#: Attributes whose value is read to people.
SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-label")

#: Elements whose whole text is kept.
READ = ("a", "h1", "title", "script", "style")


@dataclass(eq=False)
class Element:
    """A start tag with its attributes."""

    tag: str
    attributes: dict
    #: The section that it lies in.
    section: "Element | None" = None
    text: str = ""

    def __getitem__(self, name):
        return self.attributes.get(name)


@dataclass
class Page(HTMLParser):
    """Feed it markup, ask for elements."""

    markup: str
    elements: list = field(default_factory=list)
    #: (language, text) of every text and every spoken attribute.
    spoken: list = field(default_factory=list)
    #: (names of the elements around it, text, the section it lies in) of every text.
    texts: list = field(default_factory=list)

    def __post_init__(self):
        HTMLParser.__init__(self)
        self.open = []
        self.feed(self.markup)

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes), self.section)
        self.elements.append(element)
        language = self.language if element["lang"] is None else element["lang"]  # "": nobody knows
        for name in SPOKEN:
            if element[name]:
                self.spoken.append((language, element[name]))
        if tag not in VOID:
            self.open.append((element, language))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in (element.tag for element, _language in self.open):
            while self.open.pop()[0].tag != tag:
                pass

    def handle_data(self, data):
        for element, _language in self.open:
            if element.tag in READ:
                element.text += data
        if data.strip() and self.open and self.open[-1][0].tag not in ("script", "style"):
            self.spoken.append((self.language, " ".join(data.split())))
            around = [element.tag for element, _language in self.open]
            self.texts.append((around, " ".join(data.split()), self.section))

    @property
    def language(self):
        """The language of where the parser stands."""
        return self.open[-1][1] if self.open else None

    @property
    def section(self):
        """The nearest <section> around where the parser stands."""
        return next((element for element, _language in reversed(self.open) if element.tag == "section"), None)

    def all(self, tag, **attributes):
        """The elements of a tag with these attributes; an underscore stands for a hyphen."""
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag and all(element[name] == value for name, value in wanted.items())
        ]

    def having(self, attribute):
        """The elements that have an attribute."""
        return [element for element in self.elements if attribute in element.attributes]
