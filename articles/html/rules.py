"""The house's rules for bodies, as data: what is furniture, a caption, a credit, a notice.

Names are words of class and id attributes, patterns are regular expressions for the text of one
line, texts are whole lines in which * stands for any text, selectors are CSS. What a source adds
is read by `articles.html.rule_text`.
"""

from dataclasses import dataclass

from articles.html.detours import LAZY, LINKS, PARAMETERS
from articles.html.forums import FAREWELL, FORUM
from articles.html.idioms import (
    CAPTION,
    CLOSING,
    CODE_PICTURE,
    COUNTERS,
    EMPTY_ALT,
    FURNITURE,
    NOTICES,
    OPENING,
    PLACEHOLDER,
    RELATED,
    STAFF,
    SUMMARY,
)
from articles.html.owners import CREDITS, LEAD_CREDIT, OWNERLESS


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True)
class LinkWrapper:
    """A host (its end, "" for any), the beginning of a path, and what holds the target."""

    host: str
    path: str
    parameter: str


@dataclass(frozen=True)
class BodyRules:
    """How the bodies of a source are read. Fields that end in `_texts` or `_selectors` are empty
    for the house: they are a source's additions."""

    removed_selectors: tuple[str, ...] = ()
    kept_selectors: tuple[str, ...] = ()
    caption_selectors: tuple[str, ...] = ()
    summary_selectors: tuple[str, ...] = ()
    removed_texts: tuple[str, ...] = ()
    notice_texts: tuple[str, ...] = ()
    summary_texts: tuple[str, ...] = ()
    credit_texts: tuple[str, ...] = ()
    # Boxes with these names go with all they hold; those with doubtful ones unless they speak.
    furniture_names: frozenset[str] = frozenset()
    doubtful_names: frozenset[str] = frozenset()
    notice_names: frozenset[str] = frozenset()
    caption_names: frozenset[str] = frozenset()
    credit_names: frozenset[str] = frozenset()
    wrapper_names: frozenset[str] = frozenset()
    gutter_names: frozenset[str] = frozenset()
    icon_names: frozenset[str] = frozenset()
    # Pictures of who wrote a piece or an answer, in a byline.
    portrait_names: frozenset[str] = frozenset()
    # Lines that are furniture wherever they stand, and those that are so at the ends of a piece.
    furniture_patterns: tuple[str, ...] = ()
    opening_patterns: tuple[str, ...] = ()
    closing_patterns: tuple[str, ...] = ()
    counter_words: tuple[str, ...] = ()
    related_pattern: str = ""
    staff_pattern: str = ""
    notice_patterns: tuple[str, ...] = ()
    summary_pattern: str = ""
    caption_pattern: str = ""
    credit_patterns: tuple[str, ...] = ()
    lead_credit_pattern: str = ""
    ownerless_pattern: str = ""
    empty_alt_pattern: str = ""
    placeholder_pattern: str = ""
    code_picture_pattern: str = ""
    lazy_attributes: tuple[str, ...] = ()
    proxy_parameters: tuple[str, ...] = ()
    links: tuple[LinkWrapper, ...] = ()
    wrapper_paths: frozenset[str] = frozenset()
    wrapper_parameters: tuple[str, ...] = ()
    wrapper_hosts: frozenset[str] = frozenset()


HOUSE = BodyRules(
    furniture_names=words(
        "share sharing sharebar sharebox sharelist shares sharethis addthis jiathis b"
        "dshare bdsharebuttonbox "
        "social-share social-links social-icons social-bar social-buttons social-medi"
        "a share-box post-share "
        "reward rewards dashang donate donation tip-jar qrcode qr qr-code ewm erweima"
        " weixin-code "
        "related relate relatedposts related-posts related-articles related-news "
        "related-reading relevant "
        "relatednews xiangguan relative-articles comments comment-list comment-box co"
        "mment-form comment-area "
        "disqus disqus-thread gitalk valine waline twikoo utterances giscus changyan gitment "
        "ad ads adv advert adverts advertising advertisement adsbygoogle adsense ad-b"
        "ox sponsored guanggao "
        "breadcrumb breadcrumbs pagination pager page-nav prev-next prevnext post-nav"
        " post-navigation "
        "nav-links newsletter subscribe-box subscription popup backtop back-to-top hl"
        "js-button copy-btn "
        "copy-button btn-copy copy-code btn-clipboard clipboard-btn opener_sidebar pr"
        "int-only sr-only "
        "screen-reader-text visually-hidden mw-editsection headerlink header-anchor anchor-link"
    ),
    doubtful_names=words(
        "social tags tag-list post-tags article-tags recommend recommends recommendat"
        "ion recommended "
        "follow follow-us footer post-footer article-footer sidebar widget toc vote l"
        "ike likes like-btn "
        "like-box collect favorite favorites fav toolbar tool-bar actions action-bar "
        "read-more readmore "
        "more-link post-meta-nav download-app open-app app-download statistics stats counter "
        "hot-news hotnews subscribe promo promos promotion"
    ),
    notice_names=words("copyright copy-right license post-copyright creative-commons banquan"),
    caption_names=words(
        "caption image-caption img-caption pic-caption photo-caption figure-caption f"
        "igcaption wp-caption-text "
        "img-desc image-desc pic-desc photo-desc imgdesc picdesc img-description imag"
        "e-description "
        "pic-info img-info pictext pic-text image-text tushuo pgc-img-caption img-tit"
        "le imagecaption "
        "picture-caption media-caption imageinfo img-label img-note "
        "img-descr image-descr pic-descr photo-descr img-intro pic-intro image-intro img-remark"
    ),
    # In a picture's figure or caption these name who made it.
    credit_names=words(
        "credit credits copyright photo-credit image-credit photocredit imagecredit photographer "
        "attribution img-source image-source pic-source photo-source img-author image-author "
        "pic-author photo-author img-credit pic-credit media-credit byline"
    ),
    wrapper_names=words(
        "image-wrapper img-wrapper image-wrap img-wrap image-container img-container"
    ),
    gutter_names=words(
        "gutter lineno linenos linenodiv line-no line-nos line-number line-numbers li"
        "ne-numbers-rows linenumber "
        "linenumbers pre-numbering hljs-ln-numbers hljs-ln-n blob-num rouge-gutter co"
        "de-line-number "
        "line-numbers-wrapper codeblock-gutter"
    ),
    icon_names=words("emoji wp-smiley smiley emoticon emojione twemoji face wxemoji icon-emoji"),
    portrait_names=words(
        "avatar useravatar gravatar avatarimg author-img author-image author-pic author-photo "
        "user-face userface user-head userhead user-pic"
    ),
    furniture_patterns=(*FURNITURE, *FORUM),
    opening_patterns=OPENING,
    closing_patterns=(*CLOSING, *FAREWELL),
    counter_words=COUNTERS,
    related_pattern=RELATED,
    # Who worked on a piece is a credit of it, no furniture.
    staff_pattern=STAFF,
    notice_patterns=NOTICES,
    summary_pattern=SUMMARY,
    caption_pattern=CAPTION,
    credit_patterns=CREDITS,
    lead_credit_pattern=LEAD_CREDIT,
    # A screenshot of just “video” or “the page” names nobody.
    ownerless_pattern=OWNERLESS,
    empty_alt_pattern=EMPTY_ALT,
    placeholder_pattern=PLACEHOLDER,
    code_picture_pattern=CODE_PICTURE,
    lazy_attributes=LAZY,
    proxy_parameters=("url", "src", "image", "img", "u", "imgurl", "image_url", "href"),
    links=tuple(LinkWrapper(*link.split()) for link in LINKS),
    # The last part of a path that leads on, and the parameters that then hold the target.
    wrapper_paths=words(
        "link linkfilter redirect redirector redir redirect.php redirect.html gotolin"
        "k goto goto.php go go.php go.html "
        "jump jump.php jump.html out out.php away away.php l.php url url.php track tr"
        "ack.php click click.php "
        "sinaurl external external.php leave leaving exit transfer transfer.php link."
        "php link.html target outlink "
        "external-link safelink outbound clickthrough linkout visit mall-link tracking"
    ),
    wrapper_parameters=PARAMETERS,
    # The first part of a host that does nothing but lead on.
    wrapper_hosts=words("link links go goto jump out redirect redir safelink external click track"),
)
