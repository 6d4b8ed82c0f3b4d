def test_a_post_can_be_made_and_published(make_post, make_category, editor):
    from articles import workflow
    post = make_post(status="draft", categories=[make_category("新媒体", "观察者网", "头条")], authors=["观察者网"], tags=["外交"])
    workflow.publish(post, by=editor)
    assert post.listed_at
    from articles.models import Post, Category
    for c in Category.objects.all():
        assert list(Post.objects.published().in_category(c).for_cards()) == [post]
    print(Post.objects.published().in_category(c).before(post.published_at, post.pk).query)
    post.slug = "neu"; post.save()
    c = Category.objects.get(name="新媒体"); c.slug="x"; c.save()
    from articles.models import Redirect
    for r in Redirect.objects.all(): print(r.old_path, r.post, r.category)
