"""The file a Swiss bank takes for transfers in francs and euros: ISO 20022 pain.001.001.09, by the Swiss Payment
Standards. One payment block for all transfers of a batch.

Amounts are minor units of `currency` (two decimals). The same payments give the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree import ElementTree as ET

from fundraising.bankfiles import checks
from fundraising.bankfiles.words import sepa

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
CURRENCIES = ("CHF", "EUR")
MOST_MINOR = 10**11 - 1


@dataclass(frozen=True)
class Debtor:
    """Us: the account the bank debits."""

    name: str
    iban: str
    bic: str


@dataclass(frozen=True)
class Transfer:
    """One transfer. `id` comes back with a return: at most 35 characters. `reference` is a QR or creditor reference,
    or free words for the statement."""

    id: str
    name: str
    iban: str
    amount_minor: int
    street: str
    postcode: str
    town: str
    country: str
    bic: str = ""
    reference: str = ""


def pain001(
    debtor: Debtor, transfers: Sequence[Transfer], *, currency: str, message_id: str, made_at: datetime, pay_on: date
) -> bytes:
    """The whole file as UTF-8. Raises ValueError for what no bank would take: the details were checked when they were
    typed, so that is a bug."""
    if currency not in CURRENCIES or not transfers or not checks.iban_is_valid(debtor.iban):
        raise ValueError("nothing to pay, or from nowhere")
    count, total = str(len(transfers)), _units(sum(t.amount_minor for t in transfers))
    root = ET.Element("Document", xmlns=NAMESPACE)
    initiation = ET.SubElement(root, "CstmrCdtTrfInitn")
    header = ET.SubElement(initiation, "GrpHdr")
    _put(header, "MsgId", message_id[:35])
    _put(header, "CreDtTm", made_at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    _put(header, "NbOfTxs", count)
    _put(header, "CtrlSum", total)
    _put(header, "InitgPty/Nm", sepa(debtor.name, 70))
    block = ET.SubElement(initiation, "PmtInf")
    _put(block, "PmtInfId", message_id[:35])
    _put(block, "PmtMtd", "TRF")
    _put(block, "BtchBookg", "false")
    _put(block, "NbOfTxs", count)
    _put(block, "CtrlSum", total)
    _put(block, "ReqdExctnDt/Dt", pay_on.isoformat())
    _put(block, "Dbtr/Nm", sepa(debtor.name, 70))
    _put(block, "DbtrAcct/Id/IBAN", debtor.iban)
    _put(block, "DbtrAgt/FinInstnId/BICFI", debtor.bic)
    for place, transfer in enumerate(transfers, start=1):
        _transfer(block, transfer, currency, place)
    ET.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="utf-8") + b"\n"


def _transfer(block: ET.Element, transfer: Transfer, currency: str, place: int) -> None:
    if not checks.iban_is_valid(transfer.iban) or not checks.reference_fits(transfer.iban, transfer.reference):
        raise ValueError("an account or reference that no bank has")
    if not 0 < transfer.amount_minor <= MOST_MINOR or not sepa(transfer.name, 70):
        raise ValueError("an amount or a name that no bank takes")
    node = ET.SubElement(block, "CdtTrfTxInf")
    _put(node, "PmtId/InstrId", f"{place}")
    _put(node, "PmtId/EndToEndId", transfer.id[:35])
    _put(node, "Amt/InstdAmt", _units(transfer.amount_minor)).set("Ccy", currency)
    if transfer.bic:
        _put(node, "CdtrAgt/FinInstnId/BICFI", transfer.bic)
    _put(node, "Cdtr/Nm", sepa(transfer.name, 70))
    _put(node, "Cdtr/PstlAdr/StrtNm", sepa(transfer.street, 70))
    _put(node, "Cdtr/PstlAdr/PstCd", sepa(transfer.postcode, 16))
    _put(node, "Cdtr/PstlAdr/TwnNm", sepa(transfer.town, 35))
    _put(node, "Cdtr/PstlAdr/Ctry", transfer.country)
    _put(node, "CdtrAcct/Id/IBAN", transfer.iban)
    _reference(node, transfer)


def _reference(node: ET.Element, transfer: Transfer) -> None:
    found = checks.compact(transfer.reference)
    if checks.is_qr_iban(transfer.iban):
        _put(node, "RmtInf/Strd/CdtrRefInf/Tp/CdOrPrtry/Prtry", "QRR")
        _put(node, "RmtInf/Strd/CdtrRefInf/Ref", found)
    elif checks.creditor_reference_is_valid(found):
        _put(node, "RmtInf/Strd/CdtrRefInf/Tp/CdOrPrtry/Cd", "SCOR")
        _put(node, "RmtInf/Strd/CdtrRefInf/Ref", found)
    elif words := sepa(transfer.reference, 140):
        _put(node, "RmtInf/Ustrd", words)


def _units(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def _put(node: ET.Element, path: str, text: str) -> ET.Element:
    """Set a leaf, making what stands above it once. An empty leaf is left out with what was made for it alone."""
    if not text:
        return node
    for name in path.split("/"):
        last = node[-1] if len(node) else None
        leaf = path.rpartition("/")[2] == name
        node = last if last is not None and last.tag == name and not leaf else ET.SubElement(node, name)
    node.text = text
    return node
