"""Who switches a page's form off and on: everybody who watches it, since it must be quick; no money is decided."""

from delegation.permissions import declare, role_rule

WATCHERS = ("treasurer", "reviewer", "communications", "director")

declare(
    fundraising__stop_giving=role_rule(*WATCHERS, of=lambda fund: fund.delegation),
    fundraising__allow_giving=role_rule(*WATCHERS, of=lambda fund: fund.delegation),
)
