"""What is rendered: the files of each project, seen without installing it."""
