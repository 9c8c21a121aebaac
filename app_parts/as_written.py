"""Text from files, people and errors as it was written: nothing in it is a picture, a link or a colour of the page.

Pages show sentences as Markdown. A picture in one would be fetched by every browser that shows it, and tell its owner
who looked; all of these begin with a bracket.
"""


def as_written(text: object) -> str:
    """The text such that Markdown shows it with its brackets, and fetches nothing."""
    return str(text).replace("\\", "\\\\").replace("[", "\\[")
