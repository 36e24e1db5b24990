"""Questionnaires, and what people have answered."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cityloop.appraisal.models.appraisals import Appraisal


class Questionnaire(models.Model):
    """A questionnaire that everybody who has its link may answer until it closes; its questions are in the tree.

    Personal data: which account opened it.
    """

    id = models.UUIDField(primary_key=True)
    appraisal = models.OneToOneField(Appraisal, models.PROTECT, related_name="questionnaire")
    title = models.CharField(max_length=120)
    token = models.CharField(max_length=43, unique=True)
    closes_at = models.DateTimeField()
    least_answers = models.PositiveIntegerField()
    marks = ArrayField(models.DecimalField(max_digits=5, decimal_places=2), size=5)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(marks__len=5), name="questionnaire_five_levels"),
            models.CheckConstraint(condition=models.Q(least_answers__gte=1), name="questionnaire_least_answers"),
        ]

    def __str__(self) -> str:
        return self.title


class QuestionnaireResponse(models.Model):
    """What one person has answered: a level for each question, the area, the day. Nobody knows who it was.

    Its identifier is drawn by the browser and tells nothing; neither address, account nor time of day is kept.
    Personal data: none.
    """

    id = models.UUIDField(primary_key=True)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="responses")
    area_code = models.CharField(max_length=6)
    levels = models.JSONField()
    answered_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.area_code} on {self.answered_on}"
