"""What a policy decides about: one claim a delegate, in minor units."""

from dataclasses import dataclass

# Why somebody gets what they get; the pages say it in words.
IN_FULL, AND_MORE, COMPLETE, ABOVE_CAP, LEFT_OUT, LOT = (
    "in_full", "and_more", "complete", "above_cap", "left_out", "lot",
)  # fmt: skip


@dataclass(frozen=True)
class Claim:
    """`minimum`: what completes the required lines; `most`: no more than that, or than the cap. `lot` decides between
    equals. A claim whose minimum is above the cap is none: nobody gets half a ticket."""

    uuid: str
    minimum: int
    most: int
    score: int
    lot: str


@dataclass(frozen=True)
class Award:
    minor: int
    reason: str


# By the claim's uuid.
Awards = dict[str, Award]


def awarded(claim: Claim, minor: int) -> Award:
    if minor > claim.minimum:
        return Award(minor, AND_MORE)
    return Award(minor, IN_FULL if claim.minimum else COMPLETE)


def left_out(claim: Claim, chosen: list[Claim], equal_to) -> Award:
    """Nothing for this one: by lot where somebody with the same claim was taken instead."""
    same = any(equal_to(claim) == equal_to(other) for other in chosen)
    return Award(0, LOT if same else LEFT_OUT)
