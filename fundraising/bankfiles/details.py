"""What a payee tells us of where to pay, and whether a bank could use it."""

from dataclasses import asdict, dataclass, replace

from django.utils.translation import gettext as _

from fundraising.bankfiles import checks
from fundraising.bankfiles.words import is_readable

# What each way of paying needs, and the currencies it takes.
NEEDS = {
    "ach": ("holder", "routing", "account"),
    "pain001": ("holder", "iban", "postcode", "town", "country"),
    "wire": ("holder", "bank", "town", "country"),
    "cheque": ("holder", "street", "postcode", "town", "country"),
    "card": ("holder", "card"),
    "cash": ("holder",),
}
# What it can use besides.
_MAY_USE = {
    "ach": ("account_type", "bank"),
    "pain001": ("bic", "bank", "street"),
    "wire": ("iban", "account", "bic", "routing", "street", "postcode"),
}
CURRENCIES = {"ach": ("USD",), "pain001": ("CHF", "EUR"), "cheque": ("USD",), "card": ("USD",)}
_COMPACT = ("routing", "account", "iban", "bic")


@dataclass(frozen=True)
class BankDetails:
    """One version, as typed. `account` is a number in the US, or of a wire without IBAN; `card` the number printed on
    the sleeve of a prepaid card, never the card's own."""

    method: str
    currency: str
    holder: str
    routing: str = ""
    account: str = ""
    account_type: str = "checking"
    iban: str = ""
    bic: str = ""
    bank: str = ""
    card: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""
    email: str = ""

    @classmethod
    def read(cls, values: dict) -> "BankDetails":
        """From what stands sealed."""
        return cls(**{name: values.get(name, "") for name in cls.__dataclass_fields__})

    def tidy(self) -> "BankDetails":
        """Numbers without the spaces people type, and nothing that this way of paying has no use for: it would be
        checked, and kept, for nothing."""
        used = {"method", "currency", "email", *NEEDS[self.method], *_MAY_USE.get(self.method, ())}
        kept = {name: getattr(self, name) if name in used else "" for name in self.__dataclass_fields__}
        kept |= {name: checks.compact(kept[name]) for name in _COMPACT}
        return replace(self, **(kept | {"account_type": kept["account_type"] or "checking"}))

    def values(self) -> dict[str, str]:
        return asdict(self)

    @property
    def identity(self) -> str:
        """The account alone: alike for two payees who share it. Empty where there is none to share."""
        if self.method == "ach":
            return f"us:{self.routing}:{self.account}"
        if self.iban:
            return f"iban:{self.iban}"
        if self.account:
            return f"account:{self.bic or self.routing}:{self.account}"
        return f"card:{self.card.casefold()}" if self.card else ""

    @property
    def tail(self) -> str:
        """The last four characters of the account, or nothing."""
        return (self.iban or self.account or self.card)[-4:]

    def problem(self) -> tuple[str, str] | None:
        """The first thing a bank could not use, as (field, sentence); None when all can be right."""
        for name in NEEDS[self.method]:
            if not getattr(self, name).strip():
                return name, _("We need this for the way of paying you chose.")
        if not is_readable(self.holder):
            return "holder", _("Write the name in Latin letters, as the bank has it.")
        taken = CURRENCIES.get(self.method)
        if taken and self.currency not in taken:
            return "currency", _("This way of paying takes %(currencies)s.") % {"currencies": ", ".join(taken)}
        return self._wrong_number()

    def _wrong_number(self) -> tuple[str, str] | None:
        if self.method == "wire" and not self.iban and not (self.account and (self.bic or self.routing)):
            return "account", _("A wire needs an IBAN, or an account number with the bank's BIC or routing number.")
        if self.routing and not checks.routing_is_valid(self.routing):
            return "routing", _("This routing number does not add up. It has nine digits; look at a cheque again.")
        if self.method == "ach" and not checks.us_account_is_valid(self.account):
            return "account", _("A US account number has 4 to 17 digits or letters.")
        if self.iban and not checks.iban_is_valid(self.iban):
            return "iban", _("This IBAN does not add up. One of its digits is wrong or missing.")
        if self.bic and not checks.bic_is_valid(self.bic):
            return "bic", _("A BIC has 8 or 11 letters and digits.")
        if self.method == "pain001" and self.iban[:2] not in {"CH", "LI"} and self.currency != "EUR":
            return "iban", _("Francs go to accounts in Switzerland and Liechtenstein; choose a wire for others.")
        return None
