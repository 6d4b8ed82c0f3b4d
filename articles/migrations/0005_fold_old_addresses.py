from django.db import migrations

from articles.slugs import fold_path

KNOWS_LZ4 = """
SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression'
"""


def fold_redirects(apps, schema_editor):
    redirects = apps.get_model("articles", "Redirect").objects
    rows = []
    for redirect in redirects.only("old_path").iterator():
        redirect.folded = fold_path(redirect.old_path)
        rows.append(redirect)
        if len(rows) == 1000:
            redirects.bulk_update(rows, ["folded"])
            rows = []
    redirects.bulk_update(rows, ["folded"])


def compress_with_lz4(apps, schema_editor):
    """As migration 0003 does for the other long columns."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(KNOWS_LZ4)
        if any(row[0] for row in cursor.fetchall()):
            cursor.execute("ALTER TABLE articles_posttext ALTER COLUMN words SET COMPRESSION lz4")


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_the_public_site")]

    operations = [
        migrations.RunPython(compress_with_lz4, migrations.RunPython.noop),
        migrations.RunPython(fold_redirects, migrations.RunPython.noop),
    ]
