"""CI, of a rendered project and of this repository: valid, safe, and run step by step."""
