"""Updates and switches of stack: no work is lost, and an untouched project is as new."""
