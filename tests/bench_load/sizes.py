"""How large an installation is: one authority that is larger than the others, and all the others alike."""

from dataclasses import dataclass

NATIONAL = 46
"""The accelerated territories of the nation: 50,000 accounts and 500,000 sign-ups among them."""


@dataclass(frozen=True)
class Size:
    """What each tenant holds does not depend on how many there are: what grows is the number of its neighbours."""

    tenants: int
    large: int = 5000
    """Accounts of the first tenant."""
    small: int = 1000
    """Accounts of each other."""
    sign_ups_each: int = 10
    seats: int = 25
    """Sign-ups of each date and of each session."""
    mails_each: int = 4

    @property
    def accounts(self) -> int:
        return sum(self.members(number) for number in range(self.tenants))

    @property
    def sign_ups(self) -> int:
        return self.accounts * self.sign_ups_each

    def members(self, number: int) -> int:
        """Return how many members the tenant of this number has."""
        return self.small if number else self.large

    def holders(self, number: int) -> int:
        """Return how many dates, and as many sessions of trainings, share its sign-ups."""
        return max(self.members(number) * self.sign_ups_each // 2 // self.seats, 1)
