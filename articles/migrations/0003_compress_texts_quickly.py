from django.db import migrations

# PostgreSQL compresses long values, by default with an algorithm that takes several times the
# processor of lz4: a tenth of an import. A server may be built without it.
KNOWS_LZ4 = """
SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression'
"""
COLUMNS = [
    ("articles_post", "body"),
    ("articles_postsearch", "body"),
    ("articles_revision", "fields"),
    ("articles_importrecord", "imported"),
    ("articles_original", "content"),
]


def compress_with_lz4(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(KNOWS_LZ4)
        if not any(row[0] for row in cursor.fetchall()):
            return
        for table, column in COLUMNS:
            cursor.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET COMPRESSION lz4')


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_importer_for_real")]

    operations = [migrations.RunPython(compress_with_lz4, migrations.RunPython.noop)]
