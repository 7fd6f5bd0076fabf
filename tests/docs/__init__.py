"""The documents and the site: what they say is what happens."""
