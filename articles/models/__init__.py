from articles.models.authors import Author, Byline
from articles.models.categories import Category
from articles.models.conflicts import Conflict
from articles.models.corrections import Correction
from articles.models.duplicates import DuplicateLink, SignatureBand, TextSignature
from articles.models.filings import Filing, SectionListing
from articles.models.front_page import FrontPageSlot
from articles.models.images import Image, PostImage
from articles.models.imports import ImportRecord, ImportRun, Original, PolledFeed
from articles.models.posts import Post
from articles.models.purges import Purge
from articles.models.reads import ReadCount
from articles.models.redirects import Redirect
from articles.models.revisions import Revision, Transition
from articles.models.search import PostSearch, PostText
from articles.models.sources import Source
from articles.models.tags import Tag, TaggedPost

__all__ = [
    "Author",
    "Byline",
    "Category",
    "Conflict",
    "Correction",
    "DuplicateLink",
    "Filing",
    "FrontPageSlot",
    "Image",
    "ImportRecord",
    "ImportRun",
    "Original",
    "PolledFeed",
    "Post",
    "PostImage",
    "PostSearch",
    "PostText",
    "Purge",
    "ReadCount",
    "Redirect",
    "Revision",
    "SectionListing",
    "SignatureBand",
    "Source",
    "Tag",
    "TaggedPost",
    "TextSignature",
    "Transition",
]
