"""What the API's answers hold, as JSON Schema (2020-12), for its description."""


def _object(**properties):
    """An object that has all these keys and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items):
    return {"type": "array", "items": items}


def reference(name):
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(schema):
    return {"oneOf": [schema, {"type": "null"}]}


TEXT = {"type": "string"}
ADDRESS = {"type": "string", "format": "uri"}
INSTANT = {"type": "string", "format": "date-time", "description": "In UTC."}
PIXELS = {"type": ["integer", "null"], "minimum": 1}
PAGE = _object(page=ADDRESS)
NEXT = {
    "type": ["string", "null"],
    "format": "uri",
    "description": "The address of the next page, null on the last one.",
}

POST = {
    "id": {"type": "integer", "minimum": 1},
    "title": TEXT,
    "summary": {"type": "string", "description": "One or two sentences, as lists show them."},
    "language": {"type": "string", "description": "A language tag, as in zh-Hans."},
    "published_at": INSTANT,
    "modified_at": INSTANT,
    "lead_image": _or_null(reference("Image")),
    "authors": _list(reference("Author")),
    "source": _or_null(reference("Source")),
    "sections": _list(reference("Section")),
    "tags": _list(reference("Tag")),
}
WHOLE = POST | {
    "standfirst": {"type": "string", "description": "The summary the desk wrote, or empty."},
    "body_html": {
        "type": "string",
        "description": "The text as its page shows it; every address in it is absolute.",
    },
    "body_text": {"type": "string", "description": "The text without markup, a line a block."},
    "images": _list(reference("Image")) | {"description": "Those of the text, in its order."},
    "rights": {"type": "string", "description": "The rights notice; it goes with every copy."},
    "expires_at": INSTANT | {"type": ["string", "null"]},
    "corrections": _list(_object(made_at=INSTANT, text=TEXT)),
}
SECTION = {"name": TEXT, "path": TEXT, "links": PAGE}

SCHEMAS = {
    "Post": _object(**POST, links=_object(self=ADDRESS, page=ADDRESS)),
    "WholePost": _object(
        **WHOLE,
        links=_object(
            self=ADDRESS,
            page=ADDRESS,
            canonical=ADDRESS | {"description": "What search engines are to show."},
            origin=ADDRESS
            | {"type": ["string", "null"], "description": "Where the piece first stood."},
        ),
    ),
    "Image": _object(src=ADDRESS, width=PIXELS, height=PIXELS, alt=TEXT, caption=TEXT, credit=TEXT),
    "Section": _object(**SECTION),
    "WholeSection": _object(**SECTION, parent={"type": ["string", "null"]}, description=TEXT),
    "Author": _object(name=TEXT, slug=TEXT, kind={"enum": ["person", "organisation"]}, links=PAGE),
    "Tag": _object(name=TEXT, slug=TEXT, links=PAGE),
    "Source": _object(
        name=TEXT,
        slug=TEXT,
        is_own={"type": "boolean", "description": "Whether it is our own newsroom."},
        links=PAGE,
    ),
    "Posts": _object(posts=_list(reference("Post")), next=NEXT),
    "Sections": _object(sections=_list(reference("WholeSection"))),
    "Authors": _object(authors=_list(reference("Author")), next=NEXT),
    "Tags": _object(tags=_list(reference("Tag")), next=NEXT),
    "Sources": _object(sources=_list(reference("Source")), next=NEXT),
    "Home": _object(
        links=_object(
            posts=ADDRESS,
            sections=ADDRESS,
            authors=ADDRESS,
            tags=ADDRESS,
            sources=ADDRESS,
            description=ADDRESS,
        )
    ),
    "Problem": _object(
        type=TEXT,
        title=TEXT,
        status={"type": "integer", "minimum": 400, "maximum": 599},
        detail=TEXT,
    ),
}
