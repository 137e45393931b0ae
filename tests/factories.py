"""Plain functions that make a valid row, with the least said."""

from portal.accounts.models import User


def make_user(email: str = "personne@essai.example", **fields) -> User:
    return User.objects.create_user(email, "un-mot-de-passe-long", **fields)
