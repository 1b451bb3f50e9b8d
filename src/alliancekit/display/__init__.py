"""Records as text for people: on a terminal, by `print`, and as HTML in a notebook."""
