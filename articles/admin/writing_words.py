"""What the rich editor says, in the user's language."""

from django.utils.translation import gettext as _


def words():
    """Return every text of the editor, by the name that its scripts use."""
    return _tools() | _blocks() | _panels() | _messages()


def _tools():
    return {
        "format": _("Format"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "paragraph": _("Paragraph"),
        "h2": _("Heading"),
        "h3": _("Smaller heading"),
        "h4": _("Smallest heading"),
        "quote": _("Quote"),
        "bullets": _("List"),
        "numbers": _("Numbered list"),
        "center": _("Centred"),
        "right": _("To the right"),
        "strong": _("Bold"),
        "em": _("Emphasis"),
        "u": _("Underlined"),
        "s": _("Struck through"),
        "mark": _("Highlight"),
        "sup": _("Superscript"),
        "sub": _("Subscript"),
        "code": _("Code"),
        "clear": _("Without format"),
        "link": _("Link"),
        "picture": _("Picture from the library"),
        "upload": _("Upload pictures"),
        "table": _("Table"),
        "codeBlock": _("Block of code"),
        "rule": _("Rule"),
        "footnote": _("Footnote"),
        "find": _("Find and replace"),
        "source": _("Source view"),
        "full": _("Full screen"),
        "help": _("Help and keys"),
    }


def _blocks():
    return {
        "body": _("Text"),
        "bodyHint": _("Write, paste, or drop pictures here."),
        "figure": _("Figure"),
        "caption": _("Caption"),
        "credit": _("Credit"),
        "captionHint": _("Caption"),
        "joinNext": _("Side by side with the next figure"),
        "up": _("Move up"),
        "down": _("Move down"),
        "removePicture": _("Take this picture out"),
        "removeFigure": _("Delete the figure"),
        "alt": _("What the picture shows"),
        "altHint": _("What does the picture show?"),
        "missingPicture": _("This picture cannot be shown."),
        "tableTools": _("Table"),
        "tableCaption": _("Caption"),
        "tableCaptionHint": _("Caption of the table"),
        "headerRow": _("Header row"),
        "rowAbove": _("Row above"),
        "rowBelow": _("Row below"),
        "removeRow": _("Delete row"),
        "columnBefore": _("Column before"),
        "columnAfter": _("Column after"),
        "removeColumn": _("Delete column"),
        "mergeCells": _("Merge cells"),
        "splitCell": _("Split cell"),
        "removeTable": _("Delete the table"),
        "rawHint": _("This piece can only be changed in the source."),
    }


def _panels():
    return {
        "linkAddress": _("Address of the link"),
        "setLink": _("Set link"),
        "removeLink": _("Remove link"),
        "cancel": _("Cancel"),
        "close": _("Close"),
        "findReplace": _("Find and replace"),
        "replaceWith": _("Replace with"),
        "replace": _("Replace"),
        "replaceAll": _("Replace all"),
        "matchCase": _("Match case"),
        "previous": _("Previous"),
        "next": _("Next"),
        "foundCount": _("%(place)s of %(count)s"),
        "replacedCount": _("%(count)s replaced."),
        "keys": _("Keys"),
        "typedSigns": _("Typed at the beginning of a line or around words"),
        "toTools": _("To the tools"),
        "pastePlain": _("Paste as plain text"),
        "followFootnote": _("To the footnote and back"),
        "save": _("Save"),
        "count": _("%(count)s characters, about %(minutes)s min to read"),
    }


def _messages():
    return {
        "badAddress": _("This is no address that a link may lead to."),
        "onlySource": _(
            "Something in this text cannot be shown here without changing it: it opens as source."
        ),
        "noSource": _("Something in this text cannot be typed as source without changing it."),
        "pictureInSource": _("Close the source to put a picture in."),
        "notSent": _("The server did not take it. Are you still signed in?"),
        "offline": _("The server cannot be reached. Try again later."),
        "uploading": _("Uploading…"),
        "tidying": _("Tidying what was pasted…"),
        "tooLarge": _("The file is larger than 10 MB. Save it smaller and try again."),
        "pasteTooLarge": _("That is more than 2 MB."),
        "pastedHere": _("It was pasted without the server's help: look it over."),
        "leftOut": _("Left out: %(texts)s"),
        "lostPictures": _(
            "%(count)s pictures did not come along: save them as files and drop them here."
        ),
    }
