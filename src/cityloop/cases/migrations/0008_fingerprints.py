"""Photographs have fingerprints, found by four bands of 16 bits; what a collector has answered is found by its time."""

from django.db import migrations, models
from django.db.models import F, Q

SOMETHING = Q(Q(fingerprint__lt=0), Q(fingerprint__gt=0), _connector="OR")


class Migration(migrations.Migration):
    """A column and indexes; photographs of before have none until `cityloop fingerprint-photos` has been run."""

    dependencies = [("cases", "0007_descriptions_are_found")]
    operations = [
        migrations.AddField("photo", "fingerprint", models.BigIntegerField(null=True)),
        *(
            migrations.AddIndex(
                "photo",
                models.Index(
                    F("fingerprint").bitrightshift(shift).bitand(65535),
                    name=f"photo_band_{shift}",
                    condition=SOMETHING,
                ),
            )
            for shift in (0, 16, 32, 48)
        ),
        migrations.AddIndex("photo", models.Index(fields=["uploaded_by", "uploaded_at"], name="photo_of_whom")),
        migrations.AddIndex(
            "fieldtask",
            models.Index(
                fields=["assignee_id", "answered_at"],
                name="field_task_answered",
                condition=Q(answered_at__isnull=False),
            ),
        ),
    ]
