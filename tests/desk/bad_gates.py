"""Gates that lie, fail or forget, each in one way; everything else is done by the gate in memory."""

from dataclasses import replace
from itertools import islice

from unhindered.core.errors import Refused, Unavailable


class Gate:
    """An honest gate, to be made worse."""

    def __init__(self, inner):
        self.inner = inner

    def __getattr__(self, name):
        return getattr(self.inner, name)


class RefusesBodies(Gate):
    def body(self, index, target):
        raise Refused("There is no such body.")


class FailsAtBodies(Gate):
    def body(self, index, target):
        raise Unavailable("Out of order (500).")


class SendsMoreThanItSaid(Gate):
    def body(self, index, target):
        self.inner.body(index, target)
        target.write(b"and more")


class SendsAnotherBody(Gate):
    def body(self, index, target):
        target.write(bytes(self.inner.sealed.entry(index).body_size))


class NamesAnotherKind(Gate):
    """Says of erased entries that they were of this kind."""

    def __init__(self, inner, kind):
        super().__init__(inner)
        self.kind = kind

    def entries(self, start):
        for entry in self.inner.entries(start):
            yield replace(entry, kind=self.kind) if entry.is_erased else entry


class ShowsAnOlderLog(Gate):
    """A folder that was put back: everything after `size` is gone, and the signature is right."""

    def __init__(self, inner):
        super().__init__(inner)
        self.note, self.size = inner.checkpoint(), inner.sealed.size()

    def checkpoint(self):
        return self.note

    def entries(self, start):
        for index in range(start, self.size):
            yield self.inner.sealed.entry(index)


class DropsTheLineAfterEntries(Gate):
    def __init__(self, inner, count):
        super().__init__(inner)
        self.count = count

    def entries(self, start):
        yield from islice(self.inner.entries(start), self.count)
        raise Unavailable("The gate does not answer.")


class ExchangesTheLastLeaf(Gate):
    """An erased entry has nothing that could be checked against its leaf but the root."""

    def entries(self, start):
        last = self.inner.sealed.size() - 1
        for entry in self.inner.entries(start):
            yield entry if entry.index != last else replace(entry, leaf=entry.leaf[:2] + bytes(64))


class ShowsAnotherLog(Gate):
    """The same entries under other salts, signed with the right key."""

    def __init__(self, inner, log):
        super().__init__(inner)
        self.sealed = log

    def checkpoint(self):
        return self.sealed.latest_checkpoint()

    def entries(self, start):
        return map(self.sealed.entry, range(start, self.sealed.size()))


class DropsTheLineAfterRelease(Gate):
    """The statement arrives; that it arrived does not come back."""

    def release(self, statement, request_key):
        self.inner.release(statement, request_key)
        raise Unavailable("The gate does not answer.")


class DropsTheLineBeforeRelease(Gate):
    def release(self, statement, request_key):
        raise Unavailable("The gate does not answer.")


class RefusesToRelease(Gate):
    def release(self, statement, request_key):
        raise Refused("No notice names a key for publication.")


class PublishesLater(Gate):
    """What is in the public log does not show yet."""

    def statements(self):
        return []
