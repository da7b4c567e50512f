"""What hints cost. Each takes a third of the marks; whether an answer is right does not change."""

MOST = 3
LEFT = {1: "two thirds of the marks", 2: "one third of the marks", 3: "no marks"}


def left_of(score: float, hints: int) -> float:
    """The marks, 0 to 1, after so many hints."""
    return score * max(0, MOST - hints) / MOST


def words(hints: int) -> str:
    """Such as "With one hint it counts two thirds of the marks." "" without a hint."""
    if not hints:
        return ""
    count = {1: "one hint", 2: "two hints"}.get(hints, "all three hints" if hints == MOST else f"{hints} hints")
    return f"With {count} it counts {LEFT[min(hints, MOST)]}."
