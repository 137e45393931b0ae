class CommuneCodeConverter:
    """An INSEE code: five digits, or 2A / 2B and three digits in Corsica."""

    regex = r"(?:\d{5}|2[AB]\d{3})"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
