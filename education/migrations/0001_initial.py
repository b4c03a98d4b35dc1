import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(verbose_name='address')),
                ('language', models.CharField(choices=[('en', 'English')], default='en', max_length=10, verbose_name='language')),
                ('hub', models.CharField(choices=[('understanding-spms', 'Understanding SPMS'), ('treatment', 'Treatment'), ('managing-symptoms', 'Managing symptoms'), ('living-with-spms', 'Living with SPMS'), ('getting-help', 'Getting help')], max_length=30, verbose_name='hub')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position in the hub')),
            ],
            options={
                'verbose_name': 'page',
                'verbose_name_plural': 'pages',
                'ordering': ['language', 'hub', 'position', 'slug'],
                'constraints': [models.UniqueConstraint(fields=('slug', 'language'), name='one_page_per_slug_and_language'), models.CheckConstraint(condition=models.Q(('hub__in', ['understanding-spms', 'treatment', 'managing-symptoms', 'living-with-spms', 'getting-help'])), name='page_hub_is_known'), models.CheckConstraint(condition=models.Q(('language__in', ['en'])), name='page_language_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=70, verbose_name='title')),
                ('summary', models.CharField(max_length=155, verbose_name='summary')),
                ('in_short', models.TextField(help_text='3 to 5 sentences, one on each line.', verbose_name='in short')),
                ('body', models.TextField(verbose_name='text')),
                ('origin', models.CharField(choices=[('shipped', 'shipped with the site'), ('staff', 'written by staff')], max_length=10, verbose_name='origin')),
                ('digest', models.CharField(editable=False, max_length=64, verbose_name='digest')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='written at')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='education.page', verbose_name='page')),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reviewer', models.CharField(help_text='The name that readers see.', max_length=100, verbose_name='reviewer')),
                ('reviewed_on', models.DateField(verbose_name='reviewed on')),
                ('next_due_on', models.DateField(verbose_name='next review due on')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='education.revision', verbose_name='revision')),
            ],
            options={
                'verbose_name': 'review',
                'verbose_name_plural': 'reviews',
                'ordering': ['-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['shipped', 'staff'])), name='revision_origin_is_known'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('origin', 'shipped'), ('by__isnull', False), _connector='OR'), name='revision_by_staff_has_an_author'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('next_due_on__gt', models.F('reviewed_on'))), name='next_review_is_due_later', violation_error_message='Enter a date for the next review that is after this one.'),
        ),
    ]
