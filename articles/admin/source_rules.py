"""The rules of a source as its form explains them."""

from django.utils.translation import gettext_lazy

from articles.admin.base import column

# What an operator writes in any language, and what it does.
GRAMMAR = [
    ("remove: div.share-box, .qrcode", gettext_lazy("These elements go (CSS selectors).")),
    ("keep: aside.box", gettext_lazy("These stay, whatever the house's own rules say.")),
    ("remove text: 关注“海湾日报”公众号*", gettext_lazy("A whole paragraph goes; * is any text.")),
    ("caption: p.pic-desc", gettext_lazy("What these elements hold is a picture's caption.")),
    ("credit: 资料图｜*", gettext_lazy("At the end of a caption: * is who is credited.")),
    ("notice: 本报记者保留一切权利*", gettext_lazy("A whole paragraph is a rights notice.")),
    ("summary: div.editor-note", gettext_lazy("What this element holds is the summary.")),
    ("summary text: 编者按：*", gettext_lazy("A paragraph like this is: * is the summary.")),
    (
        "link: go.example.com/jump?target=",
        gettext_lazy("A link through this counter leads where its parameter says."),
    ),
    ("# 2024-05: …", gettext_lazy("A remark, for whoever reads the rules next.")),
]


def grammar():
    """Return the table of all rules that a source may have."""
    return column("grammar", rows=GRAMMAR)
