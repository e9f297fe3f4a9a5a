"""The boxes of one worker: one for candidates, one for tests, and one for generated tests."""

from pathlib import Path

from backend.grading.box import Box, BoxFailedError
from backend.grading.tiers import Tier
from backend.grading.tiers.users import Users, user_of, users

_CANDIDATES, _TESTS = 0, 1


class Boxes:
    """Boxes that are started when they are asked for. Not shared between threads."""

    def __init__(self, tier: Tier, number: int, packages: Path | None) -> None:
        """Make the boxes of worker `number`, which show a folder of packages or none."""
        self.tier = tier
        self._number = number
        self._packages = packages
        self._started: dict[str, Box] = {}
        self._processes = 0

    @property
    def serve_one_program(self) -> bool:
        """Whether programs are the box's own user, who could leave anything behind."""
        return users(self.tier) is Users.NONE and self.tier is not Tier.UNSAFE_LOCAL

    def candidates(self, processes: int) -> Box:
        """Return the box of candidates, who may have so many processes."""
        if processes != self._processes:
            self.drop("candidates", "prober")
            self._processes = processes
        return self._box("candidates", "runner", _CANDIDATES)

    def prober(self) -> Box:
        """Return the box of generated tests, which run as candidates do."""
        return self._box("prober", "runner", _TESTS)

    def tests(self) -> Box:
        """Return the box of the benchmark's tests."""
        return self._box("tests", "tester", _TESTS)

    def named(self, name: str) -> Box:
        """Return a box that is there.

        Raises:
            BoxFailedError: if it was ended meanwhile.
        """
        if name not in self._started:
            raise BoxFailedError("a box was ended")
        return self._started[name]

    def drop(self, *names: str) -> None:
        """End boxes that are not to be used again."""
        for name in names:
            if name in self._started:
                self._started.pop(name).close()

    def close(self) -> None:
        """End all boxes."""
        self.drop(*self._started)

    def kill(self) -> None:
        """End all boxes at once, whatever they do."""
        while self._started:
            self._started.popitem()[1].kill()

    def stop(self) -> None:
        """End all boxes from another thread."""
        for box in list(self._started.values()):
            box.stop()

    def _box(self, name: str, program: str, role: int) -> Box:
        if name not in self._started:
            where = users(self.tier)
            user = user_of(where, self._number, role)
            allowed = self._processes
            if not user:
                # Shared with the box's own process, or, without a box, with all the user's.
                allowed += 1_000 if self.tier is Tier.UNSAFE_LOCAL else 1
            arguments = (str(user), str(allowed))
            self._started[name] = Box(self.tier, program, arguments, self._packages)
        return self._started[name]
