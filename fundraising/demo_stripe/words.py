"""The hosted page in the payer's language, as Stripe's is. The panel is for people who build, and stays English."""

from .objects import ZERO_DECIMAL

WORDS = {
    "en": {
        "banner": "Demo: no money moves.",
        "banner_more": "The test card is filled in. Never type a real one.",
        "title": "Pay {amount}",
        "back": "Back to the site",
        "stand_in": "This page stands in for Stripe's. It runs on this computer, and no bank hears of it.",
        "quantity": "Quantity {count}",
        "total": "Total",
        "contact": "E-mail",
        "card": "Card number",
        "card_help": "This is a test card. It belongs to nobody.",
        "expiry": "Expires",
        "cvc": "Security code",
        "name": "Name on card",
        "optional": "optional",
        "pay": "Pay {amount}",
        "others": "See what else can happen",
        "decline": "Let the bank say no",
        "decline_more": "Nothing is taken. You can try again.",
        "later": "Pay later, by bank debit",
        "later_more": "The gift waits until the bank answers; that answer is given on the panel.",
        "declined": "The bank said no",
        "try_again": "Nothing was taken. Try another card.",
        "wrong": "Please look at one thing again",
        "email_wrong": "This address has no name, @ or ending. The receipt goes there.",
        "card_short": "A card number has 16 digits. 4242 4242 4242 4242 always works here.",
        "card_real": "This is not a test card. Nothing was kept. 4242 4242 4242 4242 always works here.",
        "done": "Paid. You can close this page.",
        "done_more": "This page was paid already, so nothing is taken twice.",
        "waits": "The bank debit is under way.",
        "waits_more": "The bank takes a few days to answer. Nothing more is needed from you.",
        "onward": "Go on to the site",
        "expired": "This page has expired.",
        "expired_more": "Nothing was taken. Start again from the site.",
        "nothing": "There is nothing here.",
        "nothing_more": "This demo knows no such page. It may have been rebuilt since.",
        "footer": "A stand-in for Stripe on this computer, for trying things out.",
        "panel": "Control panel",
    },
    "es": {
        "banner": "Demostración: no se mueve dinero.",
        "banner_more": "La tarjeta de prueba ya está escrita. Nunca escriba una verdadera.",
        "title": "Pagar {amount}",
        "back": "Volver al sitio",
        "stand_in": "Esta página hace las veces de la de Stripe. Corre en esta computadora y ningún banco se entera.",
        "quantity": "Cantidad {count}",
        "total": "Total",
        "contact": "Correo electrónico",
        "card": "Número de tarjeta",
        "card_help": "Es una tarjeta de prueba. No es de nadie.",
        "expiry": "Vence",
        "cvc": "Código de seguridad",
        "name": "Nombre en la tarjeta",
        "optional": "opcional",
        "pay": "Pagar {amount}",
        "others": "Vea qué más puede pasar",
        "decline": "Que el banco diga que no",
        "decline_more": "No se cobra nada. Puede intentarlo de nuevo.",
        "later": "Pagar después, por débito bancario",
        "later_more": "La donación espera hasta que el banco responda; esa respuesta se da en el panel.",
        "declined": "El banco dijo que no",
        "try_again": "No se cobró nada. Pruebe con otra tarjeta.",
        "wrong": "Revise un dato, por favor",
        "email_wrong": "A esta dirección le falta el nombre, la @ o el final. Allí llega el recibo.",
        "card_short": "Un número de tarjeta tiene 16 cifras. Aquí siempre funciona 4242 4242 4242 4242.",
        "card_real": "No es una tarjeta de prueba. No se guardó nada. Aquí siempre funciona 4242 4242 4242 4242.",
        "done": "Pagado. Puede cerrar esta página.",
        "done_more": "Esta página ya se pagó; nada se cobra dos veces.",
        "waits": "El débito bancario está en curso.",
        "waits_more": "El banco tarda unos días en responder. No tiene que hacer nada más.",
        "onward": "Seguir al sitio",
        "expired": "Esta página ha vencido.",
        "expired_more": "No se cobró nada. Empiece de nuevo desde el sitio.",
        "nothing": "Aquí no hay nada.",
        "nothing_more": "Esta demostración no conoce esa página. Quizá se rehízo desde entonces.",
        "footer": "Un sustituto de Stripe en esta computadora, para probar.",
        "panel": "Panel de control",
    },
}
SIGNS = {"usd": "$", "eur": "€", "gbp": "£", "cad": "CA$", "jpy": "¥", "chf": "CHF "}


def language(locale: str | None) -> str:
    return "es" if (locale or "").startswith("es") else "en"


def money(minor: int, currency: str) -> str:
    """`$50.00`; currencies without cents have none."""
    if currency in ZERO_DECIMAL:
        return f"{SIGNS.get(currency, currency.upper() + ' ')}{minor:,}"
    return f"{SIGNS.get(currency, currency.upper() + ' ')}{minor // 100:,}.{minor % 100:02d}"
