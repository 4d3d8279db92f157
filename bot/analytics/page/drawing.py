"""HTML and SVG as text. Everything from outside goes through ``text``; what is ``Html`` already is left as it is."""

from html import escape


class Html(str):
    """Markup that is safe to stand in the page."""

    __slots__ = ()


def text(value: object) -> Html:
    """A value as text of the page."""
    return value if isinstance(value, Html) else Html(escape(str(value)))


def join(*parts: object, by: str = "") -> Html:
    """Parts one after another; None is nothing."""
    return Html(text(by).join(text(part) for part in parts if part is not None))


def tag(name: str, /, *children: object, **attributes: object) -> Html:
    """An element.

    Args:
        name: ``p``, ``section``, ``svg`` …
        children: What it holds.
        attributes: ``class_`` is ``class``; an underscore within a name is a hyphen; None and False are left out, and
            True is an attribute without a value.
    """
    head = name
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        shown = key.rstrip("_").replace("_", "-")
        head += f" {shown}" if value is True else f' {shown}="{escape(str(value))}"'
    return Html(f"<{head}>") if name in _VOID else Html(f"<{head}>{join(*children)}</{name}>")


_VOID = frozenset({"meta", "br", "hr", "link"})


def percent(share: float) -> str:
    """A place between 0 and 1 as a percentage, short."""
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


def rect(x: float, y: float, width: float, height: float, class_: str) -> Html:
    """A bar; all between 0 and 1, y from the top."""
    place = {"x": percent(x), "y": percent(y), "width": percent(width), "height": percent(height)}
    return tag("rect", class_=class_, **place)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Html:
    """A line; all between 0 and 1, y from the top."""
    place = {"x1": percent(x1), "y1": percent(y1), "x2": percent(x2), "y2": percent(y2)}
    return tag("line", class_=class_, **place)


def dot(x: float, y: float, radius: float, class_: str) -> Html:
    """A dot; the place between 0 and 1, the radius in pixels."""
    return tag("circle", class_=class_, cx=percent(x), cy=percent(y), r=f"{radius:.1f}")
