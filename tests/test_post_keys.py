from articles.post_keys import post_key, post_of_key


def test_only_a_signed_key_names_a_post(make_post):
    post = make_post()

    assert post_of_key(post_key(post)) == post.pk
    assert post_of_key(f"{post.pk}") is None
    assert post_of_key(f"{post.pk}:forged") is None


def test_the_key_of_another_site_names_nothing(make_post, settings):
    key = post_key(make_post())
    settings.SECRET_KEY = "another site's"

    assert post_of_key(key) is None
