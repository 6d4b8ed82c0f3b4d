"""What the kinds of a run's warnings and removals are called, and what to do about them."""

from django.utils.translation import gettext_lazy as _

# By the kind as reports have it, which stays as it is in every language.
WARNINGS = {
    "address": _("an old address"),
    "body": _("no text"),
    "characters": _("odd characters"),
    "conflict": _("a clash"),
    "date": _("the date"),
    "encoding": _("the encoding"),
    "feed": _("the feed"),
    "front matter": _("the front matter"),
    "language": _("the language"),
    "licence": _("the licence"),
    "markup": _("the markup"),
    "near duplicate": _("nearly the same text"),
    "picture": _("pictures"),
    "quotes": _("quotation marks"),
    "renamed": _("renamed"),
    "repeated key": _("a repeated key"),
    "rules": _("the source's rules"),
    "section": _("the sections"),
    "template tag": _("template tags"),
    "title": _("the title"),
    "zone": _("a doubtful zone"),
}
ADVICE = {
    "address": _("If it should lead to this post, change it under Redirects."),
    "body": _("See what was taken out of the document: a rule of its source may keep it."),
    "conflict": _("Decide under Conflicts in the admin."),
    "date": _(
        "Write the date as 2024-05-01 10:00 and import again, or publish the drafts by hand."
    ),
    "encoding": _("Look whether the text reads well; else save the document as UTF-8."),
    "feed": _("Look whether the text reads well; else tell whoever writes the feed."),
    "front matter": _("Mend the line and import again: what cannot be read is left out."),
    "language": _("Write a tag such as zh-Hans or en under “lang”."),
    "licence": _("Write the licence note in the post, and publish it."),
    "markup": _("Look whether the end of the text is there; else mend the markup."),
    "near duplicate": _("Compare the two under Near duplicates in the admin."),
    "picture": _("Put the file beside the document, or name the site's folder with --assets."),
    "quotes": _("Look whether the title reads well; else put one pair of quotes around it."),
    "repeated key": _("Take one of the two out of the document."),
    "rules": _("Mend the rules on the source's page, then run “manage.py reprocess”."),
    "section": _("Shorten the path, or move the post."),
    "template tag": _("Look how the post shows it, and write in HTML what is missing."),
    "title": _("Write a title under “title” and import again, or mend the post's."),
    "zone": _("Compare with the original's page; its source's clock can be set to local time."),
}
REMOVED = {
    "caption": _("caption"),
    "credit": _("credit of the picture above the text"),
    "embed": _("player or frame"),
    "furniture": _("furniture of the page"),
    "hidden text": _("hidden text"),
    "line numbers": _("line numbers"),
    "noscript": _("text for browsers without scripts"),
    "picture": _("picture"),
    "portrait": _("portrait of who wrote it"),
    "rights notice": _("rights notice, now a field"),
    "script": _("script"),
    "summary": _("summary, now a field"),
    "title": _("title, told already"),
}
