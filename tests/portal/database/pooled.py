"""What two tenants and the platform do at the same time, and what each of them may find."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import DataError, Error, connection, connections, transaction

from portal.database import context
from portal.database.context import Context
from portal.organisations.models import Circle

EVERY_ROW = "SELECT DISTINCT tenant_id FROM organisations_circle"
ASKED = "SELECT current_user, current_setting('app.tenant_id'), current_setting('app.home_path')"


class Mixed(AssertionError):
    """Somebody read or wrote what is a neighbour's, or was told to be somebody else."""


class Actor:
    """One tenant, or the platform, on the connection of its thread. Each method is something done in a round."""

    def __init__(self, asking: Context, neighbours: list[Context], seed: int):
        self.asking, self.neighbours, self.chance = asking, neighbours, random.Random(seed)
        self.name, self.serial = f"circle-{seed}", 0

    def rounds(self, times: int) -> list[str]:
        """Do something so many times; return what was wrong."""
        deeds, wrong = list(self.deeds()), []
        try:
            with context.use(self.asking):
                for _ in range(times):
                    deed = self.chance.choice(deeds)
                    try:
                        deed()
                    except (Mixed, Error) as error:
                        wrong.append(f"{deed.__name__}: {type(error).__name__}: {error}")
        finally:
            connections.close_all()
        return wrong

    def deeds(self) -> list[Callable[[], None]]:
        return [
            self.asks_who_it_is, self.reads_all_there_is, self.reads_by_the_orm, self.fails_then_reads,
            self.reads_in_a_transaction, self.fails_in_a_transaction, self.asks_as_a_neighbour_meanwhile,
            self.rolls_a_neighbour_s_savepoint_back, self.writes_then_takes_it_back, self.writes_and_erases,
            self.writes_many, self.copies_out, self.changes_all_there_is, self.reads_row_by_row,
        ]  # fmt: skip

    @property
    def mine(self) -> int | None:
        return getattr(self.asking, "id", None)

    def check(self, found, of: Context | None = None) -> None:
        own = getattr(of or self.asking, "id", None)
        strangers = set(found) - {own}
        if own is not None and strangers:
            raise Mixed(f"tenant {own} found rows of {sorted(strangers)}")

    def sql(self, statement: str, parameters=None) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall()

    def asks_who_it_is(self) -> None:
        expected = ("portal_platform", "", "")
        if self.mine:
            expected = ("portal_app", str(self.mine), self.asking.home_path)
        if self.sql(ASKED) != [expected]:
            raise Mixed(f"{expected} was taken for somebody else")

    def reads_all_there_is(self) -> None:
        self.check(tenant for (tenant,) in self.sql(EVERY_ROW))

    def reads_by_the_orm(self) -> None:
        self.check(Circle.objects.values_list("tenant_id", flat=True))

    def reads_row_by_row(self) -> None:
        self.check(circle.tenant_id for circle in Circle.objects.iterator(chunk_size=1))
        with transaction.atomic(), connection.chunked_cursor() as cursor:
            cursor.execute("SELECT tenant_id FROM organisations_circle")
            while rows := cursor.fetchmany(1):
                self.check(tenant for (tenant,) in rows)

    def fails_then_reads(self) -> None:
        try:
            self.sql("SELECT 1 / 0")
        except DataError:
            self.reads_all_there_is()

    def reads_in_a_transaction(self) -> None:
        with transaction.atomic():
            self.reads_all_there_is()
            self.asks_who_it_is()

    def fails_in_a_transaction(self) -> None:
        try:
            with transaction.atomic():
                self.reads_all_there_is()
                self.sql("SELECT 1 / 0")
        except DataError:
            self.asks_who_it_is()

    def asks_as_a_neighbour_meanwhile(self) -> None:
        other = self.chance.choice(self.neighbours)
        with transaction.atomic():
            self.reads_all_there_is()
            with context.use(other):
                self.check([tenant for (tenant,) in self.sql(EVERY_ROW)], of=other)
            self.reads_all_there_is()
            self.asks_who_it_is()

    def rolls_a_neighbour_s_savepoint_back(self) -> None:
        with transaction.atomic():
            try:
                with transaction.atomic(), context.use(self.chance.choice(self.neighbours)):
                    self.sql("SELECT 1 / 0" if self.chance.random() < 0.5 else EVERY_ROW)
                    raise DataError
            except DataError:
                self.asks_who_it_is()
            self.reads_all_there_is()

    def make(self) -> Circle:
        self.serial += 1
        circle = Circle(name=f"{self.name}-{self.serial}", slug=f"{self.name}-{self.serial}")
        if not self.mine:
            with context.use(self.neighbours[0]):
                circle.save()
        else:
            circle.save()
        return circle

    def writes_then_takes_it_back(self) -> None:
        with transaction.atomic():
            name = self.make().name
            transaction.set_rollback(True)
        if Circle.objects.filter(name=name).exists():
            raise Mixed("what was rolled back is there")

    def writes_and_erases(self) -> None:
        circle = self.make()
        expected = self.mine or self.neighbours[0].id
        if circle.tenant_id != expected:
            raise Mixed("written for another")
        if self.sql("SELECT tenant_id FROM organisations_circle WHERE id = %s", [circle.pk]) != [(expected,)]:
            raise Mixed("what was written is not there")
        Circle.objects.filter(pk=circle.pk).delete()

    def writes_many(self) -> None:
        """One's own, and a neighbour's: the second is refused, or would touch nothing."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE organisations_circle SET purpose = purpose WHERE id = %s", [[key] for key in range(5)]
            )
        if self.mine:
            stranger = next(each.id for each in self.neighbours if getattr(each, "id", None))
            try:
                self.sql(
                    "INSERT INTO organisations_circle (tenant_id, name, slug, purpose, is_listed, takes_requests)"
                    " VALUES (%s, 'x', 'x', '', true, true) RETURNING id", [stranger],
                )  # fmt: skip
            except Error:
                return
            raise Mixed(f"tenant {self.mine} wrote a row of {stranger}")

    def copies_out(self) -> None:
        with connection.cursor() as cursor, cursor.copy(f"COPY ({EVERY_ROW}) TO STDOUT") as found:
            self.check([int(row[0]) for row in found.rows()])

    def changes_all_there_is(self) -> None:
        """Without a condition: the wall alone says which."""
        statement = "UPDATE organisations_circle SET purpose = purpose RETURNING tenant_id"
        with transaction.atomic():
            self.check(tenant for (tenant,) in self.sql(statement))
            transaction.set_rollback(self.chance.random() < 0.5)


def hammer(tenants: list[Context], *, threads: int, times: int) -> list[str]:
    """Let each of the tenants, and the platform, do what it does in threads at once; return what was wrong."""
    everybody = [*tenants, context.PLATFORM]
    actors = [
        Actor(asking, [each for each in everybody if each is not asking], seed)
        for seed, asking in enumerate(everybody * (threads // len(everybody)))
    ]
    with ThreadPoolExecutor(len(actors)) as at_once:
        done = [at_once.submit(actor.rounds, times) for actor in actors]
        return [line for each in done for line in each.result()]
