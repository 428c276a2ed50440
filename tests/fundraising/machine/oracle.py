"""What the books should say: whole numbers by account, moved by the rules of docs/ledger.md and by nothing of ours.

An account is (code, owner, currency). The owner is "" for the network, "pool", or a delegate's primary key. Amounts are
minor units as a person would call them: never below zero on either side."""

HOLDS = ("bank", "stripe", "in_transit", "advances", "owed_by_network")
Account = tuple[str, object, str]
Bearers = list[tuple[Account, int]]


class Oracle:
    def __init__(self, accounts: dict[Account, int] | None = None):
        self.accounts: dict[Account, int] = dict(accounts or {})

    def of(self, code: str, owner: object = "", currency: str = "USD") -> int:
        return self.accounts.get((code, owner, currency), 0)

    def change(self, account: Account, amount: int) -> None:
        self.accounts[account] = self.accounts.get(account, 0) + amount
        assert self.accounts[account] >= 0, f"the books let {account} fall to {self.accounts[account]}"

    def move(self, source: Account, target: Account, amount: int) -> None:
        """From one owner to another: what we hold stays."""
        self.change(source, -amount)
        self.change(target, amount)

    def standing(self) -> dict[Account, int]:
        return {account: amount for account, amount in self.accounts.items() if amount}

    # -- what we hold: debts first ------------------------------------------------------------------------
    def _arrives(self, place: str, currency: str, amount: int) -> None:
        debt = min(amount, self.of(f"owed_to_{place}", "", currency))
        self.change((f"owed_to_{place}", "", currency), -debt)
        self.change((place, "", currency), amount - debt)

    def _has_left(self, place: str, currency: str, amount: int) -> None:
        there = min(amount, self.of(place, "", currency))
        self.change((place, "", currency), -there)
        self.change((f"owed_to_{place}", "", currency), amount - there)

    def into_stripe(self, amount: int, currency: str = "USD") -> None:
        self._arrives("stripe", currency, amount)

    def out_of_stripe(self, amount: int, currency: str = "USD") -> None:
        self._has_left("stripe", currency, amount)

    def into_bank(self, amount: int, currency: str = "USD") -> None:
        self._arrives("bank", currency, amount)

    def taken_by_bank(self, amount: int, currency: str = "USD") -> None:
        self._has_left("bank", currency, amount)

    def out_of_bank(self, amount: int, currency: str = "USD") -> None:
        """We send it ourselves: refused where it is not there, so it must be."""
        self.change(("bank", "", currency), -amount)

    # -- whose it is -----------------------------------------------------------------------------------------
    def bear(self, owner: object, amount: int, currency: str = "USD") -> Bearers:
        """Money that has left already: the fund bears it, then the pool, then the network owes it. Who bore what."""
        borne: Bearers = []
        for account in dict.fromkeys([("available", owner, currency), ("available", "pool", currency)]):
            part = min(amount, self.accounts.get(account, 0))
            if part:
                self.change(account, -part)
                borne.append((account, part))
                amount -= part
        if amount:
            debt = ("owed_by_network", "", currency)
            self.change(debt, amount)
            borne.append((debt, amount))
        return borne

    def give_back(self, borne: Bearers, home: Account, amount: int, currency: str = "USD") -> None:
        """It came back: to whoever bore last first; the network's part only while it still owes; the rest is home's."""
        for account, part in sorted(borne, key=lambda one: (one[0][0] != "owed_by_network", one[0] == home)):
            part = min(part, amount)
            amount -= part
            if account[0] == "owed_by_network":
                debt = min(part, self.accounts.get(account, 0))
                self.change(account, -debt)
                self.change(("available", "pool", currency), part - debt)
            else:
                self.change(account, part)
        self.change(home, amount)
