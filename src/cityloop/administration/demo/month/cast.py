"""Who plays: the accounts of the city as actors, by post, body and area."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cityloop.access import api as access
from cityloop.administration.demo.dice import Dice
from cityloop.administration.demo.month.sightings import ZONE
from cityloop.administration.demo.people import Person
from cityloop.organizations import api as organizations


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who acts in the city."""

    by_post: dict[access.Post, list[access.Actor]]
    by_body: dict[UUID, list[access.Actor]]
    by_account: dict[UUID, access.Actor]
    shifts: dict[UUID, range]
    bodies: dict[UUID, organizations.BodyView]
    by_code: dict[str, UUID]

    @classmethod
    def of(cls, people: tuple[Person, ...], *, at: datetime) -> "Cast":
        """Find the accounts of these people, in the seats they hold at a moment."""
        bodies = organizations.bodies()
        by_id, by_code = {body.id: body for body in bodies}, {body.code: body.id for body in bodies}
        cast = cls(defaultdict(list), defaultdict(list), {}, {}, by_id, by_code)
        for person in people:
            account = access.account_by_username(username=person.account.username)
            if account is None:
                message = f"There is no account {person.account.username}: load the city first."
                raise LookupError(message)
            actor = access.actor_of(account_id=account.account_id, at=at)
            cast.by_post[actor.post].append(actor)
            cast.by_account[actor.account_id] = actor
            if actor.post is access.Post.HANDLER and actor.body_id:
                cast.by_body[actor.body_id].append(actor)
            if person.shift:
                cast.shifts[actor.account_id] = range(person.shift[0].hour, person.shift[1].hour)
        return cast

    def one(self, post: access.Post, chance: Dice) -> access.Actor:
        """Return somebody in this post."""
        return chance.choice(self.by_post[post])

    def collector(self, grid_code: str, at: datetime, chance: Dice) -> access.Actor:
        """Return a collector whose area holds a grid, one on shift if there is one."""
        here = [actor for actor in self.by_post[access.Post.COLLECTOR] if actor.covers(grid_code)]
        hour = at.astimezone(ZONE).hour
        return chance.choice([actor for actor in here if hour in self.shifts[actor.account_id]] or here)

    def handler(self, body_id: UUID) -> access.Actor:
        """Return who handles the cases of a body, or of the nearest body above it."""
        while not self.by_body.get(body_id):
            above = self.bodies[body_id].parent_id
            if above is None:
                message = f"Nobody handles the cases of {self.bodies[body_id].name}."
                raise LookupError(message)
            body_id = above
        return self.by_body[body_id][0]

    def below(self, body_id: UUID) -> list[UUID]:
        """Return the bodies directly below one that have somebody to handle their cases."""
        return [body.id for body in self.bodies.values() if body.parent_id == body_id and self.by_body.get(body.id)]

    def drawn(self, account_id: UUID) -> access.Actor:
        """Return the collector who was drawn."""
        return self.by_account[account_id]
