"""How personal data looks to those who need not see it."""


def masked_phone(phone: str) -> str:
    """Return the number with its middle hidden: 13812341234 becomes 138****1234; a short one shows nothing."""
    if len(phone) < 8:
        return "*" * len(phone)
    return f"{phone[:3]}****{phone[-4:]}"
