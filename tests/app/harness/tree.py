"""Prints what a screen reader is told of an application's windows: one JSON object a line, with role, name and states."""

import json
import sys

import pyatspi


def walk(thing, depth=0):
    states = thing.getState()
    if depth > 60:
        return
    yield {
        "role": thing.getRoleName(),
        "name": thing.name or "",
        "showing": states.contains(pyatspi.STATE_SHOWING),
        "focused": states.contains(pyatspi.STATE_FOCUSED),
        "checked": states.contains(pyatspi.STATE_CHECKED),
        "sensitive": states.contains(pyatspi.STATE_SENSITIVE),
    }
    for child in thing:
        if child is not None:
            yield from walk(child, depth + 1)


desktop = pyatspi.Registry.getDesktop(0)
applications = [app for app in desktop if app is not None]
for application in applications:
    for thing in walk(application):
        json.dump(thing, sys.stdout)
        print()
