"""Notes that users write."""

from django.conf import settings
from django.db import models

TEXT_LENGTH = 200


class Note(models.Model):
    """A line of text by a user."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes"
    )
    text = models.CharField(max_length=TEXT_LENGTH)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.text
