"""Every word that stands in a document is found."""

import re
from io import StringIO
from itertools import pairwise

from django.core.management import call_command

from articles import search
from articles.html import text_of
from articles.models import Post

HANZI = re.compile("[\u4e00-\u9fff]+")


def test_any_two_hanzi_that_follow_one_another_in_the_seed_find_it(db, seed):
    call_command("import_posts", str(seed), stdout=StringIO())
    post = Post.objects.get()
    runs = HANZI.findall("\n".join((post.title, post.summary, text_of(post.body))))
    words = {"".join(pair) for run in runs for pair in pairwise(run)}

    missed = [word for word in words if search.find(search.read_query(word)) != [post.pk]]

    assert len(words) > 500
    assert missed == []


def test_every_sentence_of_the_seed_finds_it_as_a_phrase(db, seed):
    call_command("import_posts", str(seed), stdout=StringIO())
    post = Post.objects.get()
    sentences = [line[:150] for line in text_of(post.body).split("\n") if len(line) > 20]

    for sentence in sentences:
        quoted = f'"{re.sub(r"[“”「」]", " ", sentence)}"'
        assert search.find(search.read_query(quoted)) == [post.pk], sentence
