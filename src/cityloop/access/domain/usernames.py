"""One spelling for one account."""

import unicodedata


def normal_username(username: str) -> str:
    """Return the spelling under which an account is kept: width, case and edges do not tell two accounts apart."""
    return unicodedata.normalize("NFKC", username).strip().lower()
