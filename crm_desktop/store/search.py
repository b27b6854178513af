"""The search box: which customers a few typed characters mean, the likeliest first.

A customer is found where every word of the query matches, each in any field (`search_words`), and ranked by the
best of these matches, then by the last purchase, then as names sort.

Ranking everything that a common query finds ("1", 王) takes too long to do at every key. So each tier of matches
is asked for on its own, the best first, until enough are found. Where the index says that a tier has few customers,
they are sorted. Where it has many, the customers are gone through in the order of their last purchase, and the first
ones are soon met. Should these happen to come late in that order, the index lists them all after all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Final, NamedTuple

from crm_desktop.store.search_index import COLUMNS, READING, Run
from crm_desktop.store.search_words import Pattern, Tier, Word, any_of, words_of

_FEW = 500
"""So many customers are always sorted without ado."""

_RANKED = 1_500
"""So few who may match several words are all ranked."""

_MORE_STEPS = 1_000
"""So many customers are gone through at least before the index is asked for a list of all."""

_MOST_LEGS: Final = 8
"""So many times these steps are gone at the most."""

_FIRST: Final = 200
"""Up to this limit the tiers are asked one by one."""

_NAME_ORDER: Final = f"substr(d.pinyin, 1, instr(d.pinyin, '{READING}'))"
"""The document begins with the syllables of the sort key."""

_AMONG: Final = "json_each(?) AS j CROSS JOIN find_document AS d ON d.id = j.value"
_WITH_STATS: Final = "LEFT JOIN customer_stats AS s ON s.customer_id = d.id"
_NEVER: Final = ":"
"""Later than all times, which begin with digits."""
_ALL: Final = 1 << 62

_ORDER: Final = f"s.last_at DESC, {_NAME_ORDER}, d.id"


@dataclass(frozen=True, slots=True)
class Hits:
    """Customers found, in order, and how many there are in all: None if that was not asked for."""

    ids: list[int]
    total: int | None


def search(run: Run, query: str, limit: int = 0, *, count: bool = True) -> Hits:
    """The first `limit` customers (0: all) that match every word of `query`; all customers match a blank one.

    `count=False` leaves the total out where it would have to be counted: what a search while typing wants.
    """
    words = words_of(query)
    if not 0 < limit <= _FIRST:
        ids = _ranked(run, words, matching(run, query) if words else None)
        return Hits(ids[:limit] if limit else ids, len(ids))
    asked = _Search(run, words, limit)
    ids = asked.first()
    if len(ids) < limit:
        return Hits(ids, len(ids))
    return Hits(ids, len(matching(run, query)) if count else None)


def matching(run: Run, query: str) -> set[int]:
    """All customers that match, in no order: quicker than a search for them all."""
    words = words_of(query)
    # Reading a tenth of the documents one by one takes as long as reading all in a row.
    found, unsettled = _Index(run).common(words, max(1_000, _highest_id(run) // 10))
    if found is None:
        test, params = _all_match(words)
        return {row[0] for row in run(f"SELECT d.id FROM find_document AS d WHERE {test}", *params)}
    return _matching_among(run, unsettled, found)


def matched_fields(run: Run, query: str, ids: Sequence[int]) -> dict[int, str]:
    """Why each of these customers is found: "phone", "name", "pinyin", or one of `search_index.FIELDS`.

    Of several words it is the one found in the least visible field that wants explaining.
    """
    words = words_of(query)
    fields = {}
    rows = run(
        f"SELECT id, {', '.join(COLUMNS)} FROM find_document WHERE id IN (SELECT value FROM json_each(?))",
        _as_json(ids),
    )
    for customer, *texts in rows:
        document = dict(zip(COLUMNS, texts, strict=True))
        best = [pattern for word in words if (pattern := word.best(document))]
        if best:
            fields[customer] = max(best, key=lambda pattern: pattern.tier).field(document)
    return fields


def _ranked(run: Run, words: Sequence[Word], ids: set[int] | None, unsettled: Sequence[Word] = ()) -> list[int]:
    """The ids, of these customers or of all, that match the unsettled words, in order."""
    rank, params = _rank(words)
    test, wanted = _all_match(unsettled)
    source = "find_document AS d" if ids is None else _AMONG
    rows = run(
        f"SELECT d.id FROM {source} {_WITH_STATS} WHERE {test} ORDER BY {rank}, {_ORDER}",
        *([] if ids is None else [_as_json(ids)]),
        *wanted,
        *params,
    )
    return [row[0] for row in rows]


def _rank(words: Sequence[Word]) -> tuple[str, list[str]]:
    ranks = [word.rank for word in words]
    params = [value for _, values in ranks for value in values]
    if len(ranks) < 2:
        return (ranks[0][0] if ranks else "NULL"), params
    return f"min({', '.join(sql for sql, _ in ranks)})", params


def _all_match(words: Iterable[Word]) -> tuple[str, list[str]]:
    tests, params = ["TRUE"], []
    for word in words:
        test, values = any_of(word.loosest)
        tests.append(test)
        params += values
    return " AND ".join(tests), params


def _matching_among(run: Run, words: Sequence[Word], ids: set[int]) -> set[int]:
    """The ids, of these customers, that do match all words."""
    if not words:
        return ids
    test, params = _all_match(words)
    return {row[0] for row in run(f"SELECT d.id FROM {_AMONG} WHERE {test}", _as_json(ids), *params)}


def _highest_id(run: Run) -> int:
    return int(run("SELECT max(id) FROM find_document").fetchone()[0] or 0)


def _as_json(ids: Iterable[int]) -> str:
    return json.dumps(sorted(ids))


class _Index:
    """Finds by the index whom patterns may mean. What it has found once is kept for as long as one search takes."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._lists: dict[Pattern, set[int]] = {}
        self._more_than: dict[Pattern, int] = {}

    def candidates(self, patterns: Iterable[Pattern], most: int) -> set[int] | None:
        """Every customer whom one of the patterns may mean; None if a pattern may mean more than `most`."""
        lists = [self._list(pattern, most) for pattern in patterns]
        if any(each is None for each in lists):
            return None
        return set().union(*(each for each in lists if each is not None))

    def common(self, words: Iterable[Word], most: int) -> tuple[set[int] | None, list[Word]]:
        """Every customer who may match all words, None if each word may mean more than about `most`; and the words that
        they do not match for certain."""
        found: set[int] | None = None
        unsettled = []
        for word in words:
            ids = self.candidates(word.loosest, most)
            if ids is not None:
                found = ids if found is None else found & ids
                # To read on in long lists takes longer than to read these customers' documents.
                most = min(most, len(found) // 2 + _FEW)
            if ids is None or not word.is_exact:
                unsettled.append(word)
        return found, unsettled

    def _list(self, pattern: Pattern, most: int) -> set[int] | None:
        if pattern not in self._lists:
            if self._more_than.get(pattern, -1) >= most:
                return None
            sql, params = pattern.candidates()
            rows = self._run(f"{sql} LIMIT ?", *params, most + 1).fetchall()
            if len(rows) > most:
                self._more_than[pattern] = most
                return None
            self._lists[pattern] = {row[0] for row in rows}
        found = self._lists[pattern]
        return found if len(found) <= most else None


class _Path(NamedTuple):
    """A way through the customers in order. `bound` asks where it is after some steps, `within` stays before that, and
    `beyond` goes on from there."""

    source: str
    order: str
    bound: str
    within: str
    beyond: str


_BUYERS: Final = _Path(
    "customer_stats AS s CROSS JOIN find_document AS d ON d.id = s.customer_id AND s.last_at IS NOT NULL",
    _ORDER,
    "SELECT last_at FROM customer_stats WHERE last_at IS NOT NULL ORDER BY last_at DESC LIMIT 1 OFFSET ?",
    "s.last_at >= ?",
    "s.last_at < ?",
)
_OTHERS: Final = _Path(
    "customer AS c CROSS JOIN find_document AS d ON d.id = c.id "
    "AND NOT EXISTS (SELECT 1 FROM customer_stats AS s WHERE s.customer_id = c.id AND s.last_at IS NOT NULL)",
    "c.sort_key, d.id",
    "SELECT sort_key FROM customer ORDER BY sort_key LIMIT 1 OFFSET ?",
    "c.sort_key <= ?",
    "c.sort_key > ?",
)


class _Search:
    """One search for the first few customers."""

    def __init__(self, run: Run, words: Sequence[Word], limit: int) -> None:
        self._run = run
        self._index = _Index(run)
        self._words = words
        self._limit = limit
        self._highest = highest = _highest_id(run)
        # With as many matches as this, sorting them reads about as many pages as meeting the first ones on the way.
        self._few = max(_FEW, isqrt(16 * highest))
        self._steps = 2 * limit * highest // self._few + _MORE_STEPS
        self._found: list[int] = []
        self._joint: set[int] | None = None
        self._match, self._match_params = _all_match(words)

    def first(self) -> list[int]:
        if not self._words:
            self._walk("TRUE", [])
            return self._found
        if len(self._words) > 1:
            few, unsettled = self._few_who_may()
            if few is not None and len(few) <= _RANKED:
                return _ranked(self._run, self._words, few, unsettled)[: self._limit]
            self._joint = few
        for tier in Tier:
            patterns = [p for word in self._words for p in word.patterns if p.tier == tier]
            if patterns and len(self._found) < self._limit:
                self._add_tier(patterns)
        return self._found

    def _few_who_may(self) -> tuple[set[int] | None, list[Word]]:
        """What the index has in common, asked for little first: where one word is rare the others need no lists."""
        few, unsettled = self._index.common(self._words, max(_FEW, self._few // 2))
        return (few, unsettled) if few is not None else self._index.common(self._words, 3 * self._few)

    def _add_tier(self, patterns: list[Pattern]) -> None:
        """Add the customers whom one of a tier's patterns finds, and who match all words."""
        test, params = any_of(patterns)
        if len(self._words) > 1:
            test, params = f"{test} AND {self._match}", [*params, *self._match_params]
        ids = self._index.candidates(patterns, self._few)
        if self._joint is not None:
            ids = self._joint if ids is None else ids & self._joint
        if ids is None:
            if self._walk(test, params):
                return
            ids = self._index.candidates(patterns, _ALL) or set()
            joint = self._index.common(self._words, 10 * self._few)[0] if len(self._words) > 1 else None
            if joint is not None:
                self._joint = joint
                ids &= joint
        if ids:
            self._sort(ids, test, params)

    def _take(self, source: str, test: str, params: list[str], order: str) -> bool:
        """Add customers who pass the test, in order. Whether there are enough now."""
        known = ", ".join(str(customer) for customer in self._found)
        rows = self._run(
            f"SELECT d.id FROM {source} WHERE {test} AND d.id NOT IN ({known}) ORDER BY {order} LIMIT ?",
            *params,
            self._limit - len(self._found),
        )
        self._found += [row[0] for row in rows]
        return len(self._found) >= self._limit

    def _sort(self, ids: set[int], test: str, params: list[str]) -> None:
        """Add those of `ids` who pass the test, by the last purchase: few documents have to be read for that."""
        known = _as_json(ids)
        # Many are soon met among all who bought of late: to look each one up takes ten times as long as to pass one by.
        steps, most, later = 8 * self._limit * self._highest // len(ids), 16 * len(ids), _NEVER
        for leg in (steps, min(4 * steps, most), most) if steps < most else ():
            bound = self._run(_BUYERS.bound, leg).fetchone()
            if bound is None:
                break
            # The "+" keeps the engine from looking them up.
            met = f"s.last_at >= ? AND s.last_at < ? AND +s.customer_id IN (SELECT value FROM json_each(?)) AND {test}"
            if self._take(_BUYERS.source, met, [bound[0], later, known, *params], _ORDER):
                return
            later = bound[0]
        rows = self._run(
            "SELECT j.value, s.last_at FROM json_each(?) AS j LEFT JOIN customer_stats AS s ON s.customer_id = j.value "
            "WHERE s.last_at IS NULL OR s.last_at < ? ORDER BY s.last_at DESC",
            known,
            later,
        ).fetchall()
        start, size = 0, 4 * self._limit
        while start < len(rows):
            end = min(start + size, len(rows))
            while end < len(rows) and rows[end][1] == rows[end - 1][1]:
                end += 1
            met = _as_json(row[0] for row in rows[start:end])
            if self._take(f"{_AMONG} {_WITH_STATS}", test, [met, *params], _ORDER):
                return
            start, size = end, 4 * size

    def _walk(self, test: str, params: list[str]) -> bool:
        """Go through the customers in order until enough pass the test. False if that was given up: after many steps
        that met too few to make it likely that the others come soon."""
        for path in (_BUYERS, _OTHERS):
            steps, came = self._steps, len(self._found)
            test_here, params_here = test, params
            while bound := self._run(path.bound, steps).fetchone():
                if self._take(path.source, f"{path.within} AND {test_here}", [bound[0], *params_here], path.order):
                    return True
                met = len(self._found) - came
                if steps >= _MOST_LEGS * self._steps or self._limit - len(self._found) > 2 * met:
                    return False
                test_here, params_here = f"{path.beyond} AND {test}", [bound[0], *params]
                steps *= 2
            if self._take(path.source, test_here, params_here, path.order):
                return True
        return True
