from articles.models.audit import AuditEntry
from articles.models.authors import Author, Byline
from articles.models.autosaves import Autosave, Presence
from articles.models.bulk_jobs import BulkJob
from articles.models.categories import Category
from articles.models.checklists import ChecklistRule
from articles.models.conflicts import Conflict
from articles.models.corrections import Correction
from articles.models.duplicates import DuplicateLink, SignatureBand, TextSignature
from articles.models.filings import Filing, SectionListing
from articles.models.front_page import FrontPageSlot
from articles.models.images import Image, PostImage
from articles.models.imports import ImportRecord, ImportRun, Original, PolledFeed
from articles.models.link_checks import LinkCheck
from articles.models.posts import Post
from articles.models.previews import PreviewLink
from articles.models.purges import Purge
from articles.models.reads import ReadCount
from articles.models.redirects import Redirect
from articles.models.responsibilities import Responsibility
from articles.models.revisions import Revision, Transition
from articles.models.saved_filters import SavedFilter
from articles.models.search import PostSearch, PostText
from articles.models.second_factor import SecondFactorRule
from articles.models.sources import Source
from articles.models.tags import Tag, TaggedPost
from articles.models.trash import TrashedPost

__all__ = [
    "AuditEntry",
    "Author",
    "Autosave",
    "BulkJob",
    "Byline",
    "Category",
    "ChecklistRule",
    "Conflict",
    "Correction",
    "DuplicateLink",
    "Filing",
    "FrontPageSlot",
    "Image",
    "ImportRecord",
    "ImportRun",
    "LinkCheck",
    "Original",
    "PolledFeed",
    "Post",
    "PostImage",
    "PostSearch",
    "PostText",
    "Presence",
    "PreviewLink",
    "Purge",
    "ReadCount",
    "Redirect",
    "Responsibility",
    "Revision",
    "SavedFilter",
    "SecondFactorRule",
    "SectionListing",
    "SignatureBand",
    "Source",
    "Tag",
    "TaggedPost",
    "TextSignature",
    "Transition",
    "TrashedPost",
]
