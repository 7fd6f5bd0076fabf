"""What a rendered project does: its commands, its tests, and what turns them red."""
