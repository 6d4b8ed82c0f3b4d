from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_fold_old_addresses'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='readcount',
            index=models.Index(fields=['day', 'count', 'post'], name='most_read_of_a_day'),
        ),
    ]
