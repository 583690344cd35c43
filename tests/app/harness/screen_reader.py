"""A screen reader's ears and hands, through AT-SPI alone: answers each line of JSON on its input with one on its output.

A question has what is to be done (`list`, `act`, `focus`), where (`page`, `dialog`), and the roles and the name of the
thing that is meant. WebKit finds things by their roles in one answer; GTK's few are walked through.
"""

import json
import sys
from functools import lru_cache

import pyatspi
from gi.repository import Atspi, GLib

STATES = ["focused", "checked", "selected", "sensitive", "showing"]
DIALOGS = ["file chooser", "dialog", "alert"]
DEEPEST = 40


def tidy(text):
    return " ".join((text or "").split())


def fresh(thing):
    """The thing as it is now: nothing here reads the events that would keep what is known of it true."""
    thing.clear_cache()
    return thing


def children(thing):
    for index in range(thing.get_child_count()):
        child = thing.get_child_at_index(index)
        if child is not None:
            yield fresh(child)


def walk(thing, depth=0):
    yield thing
    if depth < DEEPEST and thing.get_role_name() != "menu bar":
        for child in children(thing):
            yield from walk(child, depth + 1)


def windows():
    for application in children(pyatspi.Registry.getDesktop(0)):
        if application.get_name() == "care-exporter":
            yield from children(application)


@lru_cache
def document():
    for window in windows():
        for thing in walk(window):
            if thing.get_role_name() == "document web":
                return thing
    raise LookupError("there is no page")


def in_page(roles):
    every, some = Atspi.CollectionMatchType.ALL, Atspi.CollectionMatchType.ANY
    wanted = [getattr(Atspi.Role, role.upper().replace(" ", "_")) for role in roles]
    rule = Atspi.MatchRule.new(
        Atspi.StateSet.new([]), every, {}, every, wanted, some if wanted else every, [], every, False
    )
    order = Atspi.CollectionSortOrder.CANONICAL
    return map(fresh, Atspi.Collection.get_matches(fresh(document()), rule, order, 0, True))


def in_dialog(roles):
    for window in windows():
        if window.get_role_name() in DIALOGS:
            yield from (thing for thing in walk(window) if thing.get_role_name() in roles)


def things(question):
    return {"page": in_page, "dialog": in_dialog}[question["in"]](question["roles"])


def text_of(thing):
    try:
        return Atspi.Text.get_text(thing, 0, -1)
    except GLib.Error:
        return ""


def told(thing):
    states = thing.get_state_set()
    return {
        "role": thing.get_role_name(),
        "name": tidy(thing.get_name()),
        "text": tidy(text_of(thing)),
        **{state: states.contains(getattr(Atspi.StateType, state.upper())) for state in STATES},
    }


def do(question):
    if question["do"] == "list":
        return [told(thing) for thing in things(question)]
    for thing in things(question):
        if tidy(thing.get_name()) == question["name"] and told(thing)["sensitive"]:
            if question["do"] == "focus":
                return Atspi.Component.grab_focus(thing)
            return Atspi.Action.do_action(thing, 0)
    return False


for line in sys.stdin:
    try:
        answer = {"answer": do(json.loads(line))}
    except (GLib.Error, LookupError) as error:
        # What was there a moment ago may be gone: whoever asked asks again.
        document.cache_clear()
        answer = {"error": str(error)}
    print(json.dumps(answer), flush=True)
