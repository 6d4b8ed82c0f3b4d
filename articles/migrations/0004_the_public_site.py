import articles.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# What SQLite's search index stood on until now.
OLD_TRIGGERS = ("inserted", "deleted", "updated")


def drop_search_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in OLD_TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS articles_postsearch_{name}")
        schema_editor.execute("DROP TABLE IF EXISTS articles_postsearch_index")


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_compress_texts_quickly'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='corrected')),
                ('text', models.TextField(help_text='What was wrong and what is right; shown with the article.', verbose_name='correction')),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='FrontPageSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(choices=[(1, 'lead story'), (2, '2'), (3, '3'), (4, '4'), (5, '5')], help_text='What is not chosen is filled with the newest posts.', unique=True, verbose_name='place')),
                ('until', models.DateTimeField(blank=True, help_text='From then on the place fills itself again. Empty: until you change it.', null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'place on the front page',
                'verbose_name_plural': 'places on the front page',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='PostText',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_text', serialize=False, to='articles.post')),
                ('words', articles.fields.LongTextField()),
            ],
        ),
        migrations.CreateModel(
            name='Purge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('labels', models.JSONField()),
                ('is_removal', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='ReadCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='reads')),
            ],
            options={
                'verbose_name': 'reads of a day',
                'verbose_name_plural': 'reads by day',
            },
        ),
        migrations.RemoveConstraint(
            model_name='source',
            name='source_contract_known',
        ),
        # The words are made anew (after migrate): their columns part and change their order.
        migrations.RunPython(drop_search_index, migrations.RunPython.noop),
        migrations.DeleteModel(name='PostSearch'),
        migrations.CreateModel(
            name='PostSearch',
            fields=[
                ('listed_at', models.DateTimeField(editable=False, null=True, verbose_name='listed at')),
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search', serialize=False, to='articles.post')),
                ('expires_at', models.DateTimeField(editable=False, null=True)),
                ('title', models.TextField()),
                ('summary', models.TextField()),
                ('names', models.TextField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='redirect',
            name='folded',
            field=models.CharField(db_index=True, default='', editable=False, max_length=800),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='source',
            name='index_policy',
            field=models.CharField(choices=[('index', 'search engines may show its pieces'), ('canonical', 'search engines are sent to the original'), ('noindex', 'search engines are asked to leave its pieces out')], default='index', help_text='Many agencies ask that only the original be found.', max_length=10, verbose_name='search engines'),
        ),
        migrations.AddField(
            model_name='source',
            name='is_own',
            field=models.BooleanField(default=False, help_text='Its pieces are ours: they stand in the news sitemap and are announced to search engines. Those of others never are.', verbose_name='our own newsroom'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(condition=models.Q(('expires_at__isnull', False), ('status', 'published')), fields=['expires_at'], name='post_expiring'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('clock__in', ['exact', 'local_labelled_gmt']), ('trust__in', ['publish', 'review']), ('index_policy__in', ['index', 'canonical', 'noindex'])), name='source_contract_known'),
        ),
        migrations.AddField(
            model_name='correction',
            name='by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='correction',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='articles.post', verbose_name='post'),
        ),
        migrations.AddField(
            model_name='frontpageslot',
            name='post',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to='articles.post', verbose_name='post'),
        ),
        migrations.AddField(
            model_name='readcount',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reads', to='articles.post', verbose_name='post'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='correction_says_something'),
        ),
        migrations.AddConstraint(
            model_name='frontpageslot',
            constraint=models.CheckConstraint(condition=models.Q(('position__range', (1, 5))), name='front_page_place_exists'),
        ),
        migrations.AddConstraint(
            model_name='readcount',
            constraint=models.UniqueConstraint(fields=('day', 'post'), name='reads_once_a_day'),
        ),
    ]
