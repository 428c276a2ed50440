"""What banks read, held against their own rules: lengths, places, hashes, check digits, letters."""

import csv
import io
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundraising.bankfiles import checks, lists, nacha, pain001, words
from fundraising.bankfiles.details import NEEDS, BankDetails

AT, ON = datetime(2026, 10, 5, 14, 30, tzinfo=UTC), date(2026, 10, 6)
ORIGIN = nacha.Originator("061000104", "Example Bank of Atlanta", "1581234567", "Common Table Human Rights Network")
IBAN, QR_IBAN = "CH9300762011623852957", "CH4431999123000889012"
QR_REFERENCE = "210000000003139471430009017"


# -- check digits -----------------------------------------------------------------------------------
GERMAN, BRITISH, FRENCH = "DE89370400440532013000", "GB82WEST12345698765432", "FR1420041010050500013M02606"
OTHERS = ("LI21088100002324013AA", "NO9386011117947", "MT84MALT011000012345MTLCAST001S")


@pytest.mark.parametrize("iban", [IBAN, QR_IBAN, GERMAN, BRITISH, FRENCH, *OTHERS])
def test_a_right_iban(iban):
    assert checks.iban_is_valid(iban)


@pytest.mark.parametrize("iban", ["", "CH93", IBAN[:-1], IBAN + "0", IBAN.lower(), "US64SVBKUS6S3300958879",
                                  "CH9400762011623852957", "CH 93 0076 2011 6238 5295 7"])  # fmt: skip
def test_a_wrong_iban(iban):
    assert not checks.iban_is_valid(iban)


@given(place=st.integers(2, 20), digit=st.integers(1, 9))
def test_one_wrong_digit_of_an_iban_is_always_seen(place, digit):
    changed = (int(IBAN[place]) + digit) % 10
    assert not checks.iban_is_valid(IBAN[:place] + str(changed) + IBAN[place + 1 :])


def test_which_accounts_want_a_qr_reference():
    assert checks.is_qr_iban(QR_IBAN)
    assert not checks.is_qr_iban(IBAN)
    assert not checks.is_qr_iban("DE89370400440532013000")


@pytest.mark.parametrize(
    ("iban", "reference", "fits"),
    [
        (QR_IBAN, QR_REFERENCE, True),
        (QR_IBAN, "21 00000 00003 13947 14300 09017", True),
        (QR_IBAN, QR_REFERENCE[:-1] + "8", False),
        (QR_IBAN, "Invoice 7", False),
        (QR_IBAN, "", False),
        (QR_IBAN, "0" * 27, False),
        (IBAN, QR_REFERENCE, False),
        (IBAN, "RF18539007547034", True),
        (IBAN, "RF18 5390 0754 7034", True),
        (IBAN, "RF19539007547034", False),
        (IBAN, "Invoice 7", True),
        (IBAN, "", True),
    ],
)
def test_which_reference_an_account_takes(iban, reference, fits):
    assert checks.reference_fits(iban, reference) is fits


@pytest.mark.parametrize("routing", ["061000104", "021000021", "011401533", "091000019", "322271627"])
def test_a_right_routing_number(routing):
    assert checks.routing_is_valid(routing)


@pytest.mark.parametrize("routing", ["", "000000000", "06100010", "0610001040", "061000105", "16100010X", "991000019"])
def test_a_wrong_routing_number(routing):
    assert not checks.routing_is_valid(routing)


@given(place=st.integers(0, 8), digit=st.integers(1, 9))
def test_one_wrong_digit_of_a_routing_number_is_always_seen(place, digit):
    right = "061000104"
    changed = str((int(right[place]) + digit) % 10)
    assert not checks.routing_is_valid(right[:place] + changed + right[place + 1 :])


def test_bics_and_us_accounts():
    assert checks.bic_is_valid("POFICHBE")
    assert checks.bic_is_valid("POFICHBEXXX")
    assert not checks.bic_is_valid("POFICHB")
    assert not checks.bic_is_valid("P0FICHBE")
    assert checks.us_account_is_valid("0001234567")
    assert not checks.us_account_is_valid("0000000")
    assert not checks.us_account_is_valid("1" * 18)
    assert not checks.us_account_is_valid("12 34")


# -- letters ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Zoë Çelik-Muñoz", "Zoe Celik-Munoz"),
        ("Łukasz Żółć", "Lukasz Zolc"),
        ("Straße 7", "Strasse 7"),
        ("Øyvind Ærø", "Oyvind AEro"),
        ("O’Brien & Sons", "O'Brien + Sons"),
        ("Hôtel “du Lac”", "Hotel 'du Lac'"),
        ("=SUM(A1)|<b>", "SUM(A1)b"),
        ("  two\u00a0 spaces\n", "two spaces"),
        ("李小龍", ""),
    ],
)
def test_names_as_a_bank_reads_them(name, read):
    assert words.sepa(name, 70) == read


def test_a_name_without_latin_letters_is_not_readable():
    assert not words.is_readable("مريم")
    assert not words.is_readable("A 1")
    assert words.is_readable("Mariam")


@given(st.text(max_size=60))
def test_whatever_is_typed_only_allowed_letters_come_out(text):
    for found, allowed in ((words.sepa(text, 30), words.SEPA), (words.ach(text, 22), words.ACH)):
        assert set(found) <= allowed
        assert len(found) <= 30
        assert found == found.strip()


# -- NACHA ----------------------------------------------------------------------------------------
def payment(n=1, **fields):
    values = {
        "id": f"PAY{n}",
        "name": "Ana Muñoz",
        "routing": "021000021",
        "account": "123456789",
        "amount_minor": 100_00,
    }
    return nacha.AchPayment(**(values | fields))


def ach_lines(*payments):
    text = nacha.nacha(ORIGIN, payments or [payment()], made_at=AT, pay_on=ON)
    assert text.isascii()
    assert text.endswith("\r\n")
    return text.split("\r\n")[:-1]


@pytest.mark.parametrize("count", [1, 5, 6, 7, 23])
def test_every_line_has_94_characters_in_blocks_of_ten(count):
    lines = ach_lines(*(payment(n) for n in range(count)))
    assert {len(line) for line in lines} == {94}
    assert len(lines) % 10 == 0
    assert int(lines_of(lines, "9")[0][7:13]) == len(lines) // 10


def lines_of(lines, kind):
    return [line for line in lines if line[0] == kind and line != "9" * 94]


def test_the_file_header_field_by_field():
    head = ach_lines()[0]
    assert head[:3] == "101"
    assert head[3:13] == " 061000104"
    assert head[13:23] == "1581234567"
    assert head[23:33] == "2610051430"
    assert head[33:40] == "A094101"
    assert head[40:63] == "EXAMPLE BANK OF ATLANTA"
    assert head[63:86] == "COMMON TABLE HUMAN RIGH"
    assert head[86:] == " " * 8


def test_people_and_organisations_are_paid_in_batches_of_their_own():
    lines = ach_lines(payment(1), payment(2, is_company=True, name="Hotel du Lac"), payment(3))
    headers = lines_of(lines, "5")
    assert [(line[:4], line[4:20], line[40:50], line[50:53], line[53:63]) for line in headers] == [
        ("5220", "COMMON TABLE HUM", "1581234567", "PPD", "TRAVEL    "),
        ("5220", "COMMON TABLE HUM", "1581234567", "CCD", "TRAVEL    "),
    ]
    assert [line[69:75] for line in headers] == ["261006"] * 2
    assert [(line[78], line[79:87], line[87:]) for line in headers] == [
        ("1", "06100010", "0000001"),
        ("1", "06100010", "0000002"),
    ]
    assert [line[4:10] for line in lines_of(lines, "8")] == ["000002", "000001"]
    assert [line[79:] for line in lines_of(lines, "6")] == [f"06100010000000{n}" for n in (1, 2, 3)]


def test_an_entry_field_by_field():
    line = lines_of(ach_lines(payment(7, account_type="savings")), "6")[0]
    assert (line[1:3], line[3:12], line[12:29]) == ("32", "021000021", "123456789".ljust(17))
    assert (line[29:39], line[39:54], line[54:76]) == ("0000010000", "PAY7".ljust(15), "ANA MUNOZ".ljust(22))
    assert line[76:79] == "  0"
    assert lines_of(ach_lines(payment()), "6")[0][1:3] == "22"


def test_control_totals_and_hashes_add_up():
    some = [payment(n, routing=r, amount_minor=n * 7) for n, r in enumerate(["021000021", "322271627", "091000019"], 1)]
    lines = ach_lines(*some, payment(4, is_company=True, amount_minor=5))
    control, total = lines_of(lines, "8")[0], lines_of(lines, "9")[0]
    assert int(control[10:20]) == 2100002 + 32227162 + 9100001
    assert (control[20:32], int(control[32:44])) == ("0" * 12, 42)
    assert (int(total[1:7]), int(total[13:21]), int(total[21:31])) == (2, 4, 2100002 * 2 + 32227162 + 9100001)
    assert (total[31:43], int(total[43:55])) == ("0" * 12, 47)


def test_the_hash_keeps_its_last_ten_digits():
    many = [payment(n, routing="322271627") for n in range(400)]
    assert nacha.entry_hash(many) == (32227162 * 400) % 10**10
    assert 32227162 * 400 > 10**10


def test_the_largest_amounts_fit_and_no_larger():
    most = nacha.MOST_CENTS
    assert lines_of(ach_lines(payment(amount_minor=most)), "6")[0][29:39] == "9999999999"
    with pytest.raises(ValueError, match="amount"):
        ach_lines(payment(amount_minor=most + 1))
    with pytest.raises(ValueError, match="does not fit"):
        ach_lines(*(payment(n, amount_minor=most) for n in range(101)))


@pytest.mark.parametrize(
    "wrong", [{"amount_minor": 0}, {"amount_minor": -1}, {"routing": "021000022"}, {"account": ""}, {"name": "李小龍"}]
)
def test_what_no_bank_would_take_makes_no_file(wrong):
    with pytest.raises(ValueError, match=r"account|amount"):
        ach_lines(payment(**wrong))


def test_no_payments_no_file():
    with pytest.raises(ValueError, match="without"):
        nacha.nacha(ORIGIN, [], made_at=AT, pay_on=ON)


def test_the_same_payments_give_the_same_bytes():
    assert ach_lines(payment(1), payment(2)) == ach_lines(payment(1), payment(2))


# -- pain.001 ---------------------------------------------------------------------------------------
DEBTOR = pain001.Debtor("Common Table Network", IBAN, "POFICHBE")
# The order of elements in the schema of pain.001.001.09, of those we write.
ORDER = {
    "CstmrCdtTrfInitn": ["GrpHdr", "PmtInf"],
    "GrpHdr": ["MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty"],
    "PmtInf": ["PmtInfId", "PmtMtd", "BtchBookg", "NbOfTxs", "CtrlSum", "ReqdExctnDt", "Dbtr", "DbtrAcct", "DbtrAgt",
               "CdtTrfTxInf"],
    "CdtTrfTxInf": ["PmtId", "Amt", "CdtrAgt", "Cdtr", "CdtrAcct", "RmtInf"],
    "PmtId": ["InstrId", "EndToEndId"],
    "Cdtr": ["Nm", "PstlAdr"],
    "PstlAdr": ["StrtNm", "PstCd", "TwnNm", "Ctry"],
    "CdtrRefInf": ["Tp", "Ref"],
}  # fmt: skip
MANDATORY = {
    "GrpHdr": {"MsgId", "CreDtTm", "NbOfTxs", "InitgPty"},
    "PmtInf": {"PmtInfId", "PmtMtd", "ReqdExctnDt", "Dbtr", "DbtrAcct", "DbtrAgt", "CdtTrfTxInf"},
    "CdtTrfTxInf": {"PmtId", "Amt", "Cdtr", "CdtrAcct"},
    "PstlAdr": {"TwnNm", "Ctry"},
}


def transfer(n=1, **fields):
    values = {"id": f"e2e{n}", "name": "Hôtel du Lac", "iban": IBAN, "amount_minor": 1234_50, "street": "Rue du Lac 1",
              "postcode": "1201", "town": "Genève", "country": "CH"}  # fmt: skip
    return pain001.Transfer(**(values | fields))


def document(*transfers, currency="CHF"):
    content = pain001.pain001(
        DEBTOR, transfers or [transfer()], currency=currency, message_id="m" * 32, made_at=AT, pay_on=ON
    )
    assert content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    root = ET.fromstring(content)
    assert root.tag == f"{{{pain001.NAMESPACE}}}Document"
    return root


def tag(node):
    return node.tag.rpartition("}")[2]


def find(root, path):
    return [node.text for node in root.iterfind("/".join(f"{{*}}{part}" for part in path.split("/")))]


@pytest.mark.parametrize(
    "fields", [{}, {"bic": "POFICHBE", "reference": "RF18539007547034"}, {"iban": QR_IBAN, "reference": QR_REFERENCE},
               {"reference": "Invoice 7", "street": ""}]
)  # fmt: skip
def test_elements_stand_in_the_order_of_the_schema(fields):
    for node in document(transfer(**fields), transfer(2)).iter():
        children = [tag(child) for child in node]
        if tag(node) in ORDER:
            places = [ORDER[tag(node)].index(name) for name in children]
            assert places == sorted(places)
        assert set(children) >= MANDATORY.get(tag(node), set())
        # No empty element, and no attribute but the currency.
        assert len(node) or (node.text or "").strip()
        assert set(node.attrib) <= {"Ccy"}


def test_sums_days_and_accounts():
    root = document(transfer(1), transfer(2, amount_minor=5))
    block = "CstmrCdtTrfInitn/PmtInf"
    assert find(root, "CstmrCdtTrfInitn/GrpHdr/NbOfTxs") == find(root, f"{block}/NbOfTxs") == ["2"]
    assert find(root, "CstmrCdtTrfInitn/GrpHdr/CtrlSum") == find(root, f"{block}/CtrlSum") == ["1234.55"]
    assert find(root, f"{block}/CdtTrfTxInf/Amt/InstdAmt") == ["1234.50", "0.05"]
    assert find(root, f"{block}/ReqdExctnDt/Dt") == ["2026-10-06"]
    assert find(root, "CstmrCdtTrfInitn/GrpHdr/CreDtTm") == ["2026-10-05T14:30:00Z"]
    assert find(root, f"{block}/DbtrAcct/Id/IBAN") == [IBAN]
    assert find(root, f"{block}/CdtTrfTxInf/PmtId/InstrId") == ["1", "2"]
    assert find(root, f"{block}/CdtTrfTxInf/Cdtr/Nm") == ["Hotel du Lac"] * 2
    assert find(root, f"{block}/CdtTrfTxInf/Cdtr/PstlAdr/TwnNm") == ["Geneve"] * 2


@pytest.mark.parametrize(
    ("fields", "path", "text"),
    [
        ({"iban": QR_IBAN, "reference": QR_REFERENCE}, "Strd/CdtrRefInf/Tp/CdOrPrtry/Prtry", "QRR"),
        ({"iban": QR_IBAN, "reference": QR_REFERENCE}, "Strd/CdtrRefInf/Ref", QR_REFERENCE),
        ({"reference": "RF18 5390 0754 7034"}, "Strd/CdtrRefInf/Tp/CdOrPrtry/Cd", "SCOR"),
        ({"reference": "RF18 5390 0754 7034"}, "Strd/CdtrRefInf/Ref", "RF18539007547034"),
        ({"reference": "Facture n° 7 <b>"}, "Ustrd", "Facture n 7 b"),
    ],
)
def test_references(fields, path, text):
    root = document(transfer(**fields))
    assert find(root, f"CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/RmtInf/{path}") == [text]


def test_euros_and_the_currency_of_each_amount():
    root = document(transfer(iban="DE89370400440532013000", country="DE"), currency="EUR")
    amount = root.find(".//{*}InstdAmt")
    assert amount.attrib == {"Ccy": "EUR"}


def test_the_largest_amount_and_no_larger():
    document(transfer(amount_minor=pain001.MOST_MINOR))
    with pytest.raises(ValueError, match="amount"):
        document(transfer(amount_minor=pain001.MOST_MINOR + 1))


@pytest.mark.parametrize(
    "wrong", [{"iban": IBAN[:-1]}, {"iban": QR_IBAN}, {"reference": QR_REFERENCE}, {"amount_minor": 0}, {"name": "李"}]
)
def test_what_no_swiss_bank_would_take_makes_no_file(wrong):
    with pytest.raises(ValueError, match=r"account|amount"):
        document(transfer(**wrong))


def test_only_francs_and_euros():
    with pytest.raises(ValueError, match="nothing to pay"):
        document(currency="USD")


def test_the_same_transfers_give_the_same_document():
    first, second = (ET.tostring(document(transfer(1), transfer(2))) for _ in range(2))
    assert first == second


# -- lists for payments by hand -----------------------------------------------------------------------
@pytest.mark.parametrize("method", ["cheque", "wire", "card", "cash"])
def test_lists_by_hand_hold_what_the_hand_needs_and_run_nothing(method):
    details = {"street": "=HYPERLINK(1)", "iban": IBAN, "card": "@7", "town": "Genève"}
    row = lists.ByHand("abcd1234", "+Ana", 1_234_567_89, "USD", "-7", details)
    (header, cells) = list(csv.reader(io.StringIO(lists.by_hand(method, [row]).decode("utf-8-sig"))))
    found = dict(zip(header, cells, strict=True))
    assert found["amount"] == "1234567.89"
    assert found["name"] == "'+Ana"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    if method == "cash":
        assert found["signature"] == ""


def test_yen_have_no_decimals():
    row = lists.ByHand("a", "Ana", 500, "JPY", "", {})
    assert lists.rows("cash", [row])[0][3] == "500"


# -- details as typed -----------------------------------------------------------------------------------
GOOD = {
    "ach": {"routing": "0610 00104", "account": "12-345-678"},
    "pain001": {"iban": "CH93 0076 2011 6238 5295 7", "postcode": "1201", "town": "Genève", "country": "CH",
                "currency": "CHF"},
    "wire": {"bank": "Banque", "town": "Genève", "country": "CH", "iban": IBAN},
    "cheque": {"street": "1 Main Street", "postcode": "30303", "town": "Atlanta", "country": "US"},
    "card": {"card": "SLEEVE-1"},
    "cash": {},
}  # fmt: skip


def details(method, **fields):
    return BankDetails(**({"method": method, "currency": "USD", "holder": "Ana Ruiz"} | GOOD[method] | fields))


@pytest.mark.parametrize("method", GOOD)
def test_good_details_have_no_problem_and_lose_their_spaces(method):
    found = details(method).tidy()
    assert found.problem() is None
    assert BankDetails.read(found.values()) == found
    assert " " not in found.iban + found.account + found.routing


@pytest.mark.parametrize(("method", "field"), [(m, f) for m, needed in NEEDS.items() for f in needed])
def test_what_is_needed_is_asked_for_at_its_field(method, field):
    assert details(method, **{field: " "}).tidy().problem()[0] == field


@pytest.mark.parametrize(
    ("method", "wrong", "field"),
    [
        ("ach", {"routing": "061000105"}, "routing"),
        ("ach", {"account": "1"}, "account"),
        ("ach", {"currency": "CHF"}, "currency"),
        ("ach", {"holder": "李小龍"}, "holder"),
        ("pain001", {"iban": IBAN[:-1] + "8"}, "iban"),
        ("pain001", {"bic": "X"}, "bic"),
        ("pain001", {"iban": "DE89370400440532013000"}, "iban"),
        ("pain001", {"currency": "USD"}, "currency"),
        ("wire", {"iban": ""}, "account"),
        ("wire", {"iban": "", "account": "123"}, "account"),
    ],
)
def test_what_a_bank_could_not_use_is_said_at_its_field(method, wrong, field):
    assert details(method, **wrong).tidy().problem()[0] == field


def test_a_shared_account_is_known_however_it_is_typed():
    assert details("pain001").tidy().identity == details("wire", holder="Other").tidy().identity
    assert details("cash").identity == ""
    assert details("ach").tidy().tail == "5678"
