"""And all of it can be typed: the library's verbs as commands, data to standard output, talk to standard error."""
