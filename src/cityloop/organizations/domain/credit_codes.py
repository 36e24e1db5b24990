"""The unified social credit code (统一社会信用代码) of a body."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18


def is_credit_code(code: str) -> bool:
    """Return whether the code has 18 characters of the alphabet and the last one checks the others.

    :source: GB 32100-2015: the weights are the powers of 3 modulo 31.
    """
    if len(code) != LENGTH or any(character not in ALPHABET for character in code):
        return False
    weighted = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(code[:-1]))
    return ALPHABET.index(code[-1]) == (31 - weighted % 31) % 31
