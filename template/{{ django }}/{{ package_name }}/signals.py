"""What other apps can listen to."""

from django.dispatch import Signal

# Sent with `note=…` when a user has written a note.
note_created = Signal()
