"""What the demo's delegates are given to read. Our own words; facts from geneva_facts.json."""

# title, Spanish title, days before departure, English, Spanish
BRIEFINGS = (
    (
        "The review, in ten minutes",
        "El examen, en diez minutos",
        21,
        """## What happens in the room

Every four and a half years each State is asked by the others how it keeps human rights. The State under review speaks for 70 minutes in all, the others for 140. The whole takes three and a half hours.

- You sit in the gallery. Accredited organisations **watch**; they do not speak in this session.
- After about two days the list of recommendations is there. A few days later the working group adopts its report.
- Months later the Council adopts the outcome, and there organisations may speak, two minutes each.

## What you can do

Meet permanent missions **before** the review. They decide in those weeks what they will ask. One page, one ask, one question they can read aloud.

## What we may not do

No banners, no interruptions, no photographs of delegates who have not agreed. Who breaks this loses the badge, and so may our partner.
""",
        """## Qué pasa en la sala

Cada cuatro años y medio los demás Estados preguntan a cada Estado cómo cumple los derechos humanos. El Estado examinado habla 70 minutos en total, los otros 140. Todo dura tres horas y media.

- Usted se sienta en la galería. Las organizaciones acreditadas **observan**; en esta sesión no hablan.
- A los dos días, más o menos, está la lista de recomendaciones. Unos días después el grupo de trabajo aprueba su informe.
- Meses más tarde el Consejo aprueba el resultado, y allí las organizaciones pueden hablar, dos minutos cada una.

## Qué puede hacer usted

Reúnase con las misiones permanentes **antes** del examen. En esas semanas deciden qué van a preguntar. Una página, una petición, una pregunta que puedan leer en voz alta.

## Qué no podemos hacer

Ni pancartas, ni interrupciones, ni fotos de delegados que no hayan aceptado. Quien lo haga pierde la credencial, y quizá también nuestra organización socia.
""",
    ),
    (
        "Your badge at Pregny Gate",
        "Su credencial en la puerta de Pregny",
        14,
        """## Before you fly

Your registration must match your passport letter by letter. It cannot be changed once it is approved.

## On the day

1. Go to **Pregny Gate**, 14 Avenue de la Paix, on a **weekday between 08:00 and 17:00**. Nobody gets a first badge at the weekend.
2. Bring the passport and the mail with the code.
3. The pass office activates the badge. Keep it: it opens the gate for the whole session.

If you land on a Sunday for a Monday review, you queue on Monday at 08:00. We try not to let that happen to you.
""",
        """## Antes de volar

Su registro debe coincidir letra por letra con su pasaporte. Una vez aprobado ya no se puede cambiar.

## El día

1. Vaya a la **puerta de Pregny**, 14 Avenue de la Paix, un **día laborable entre las 08:00 y las 17:00**. El fin de semana nadie recibe su primera credencial.
2. Lleve el pasaporte y el correo con el código.
3. La oficina de pases activa la credencial. Guárdela: abre la puerta durante toda la sesión.

Si aterriza un domingo para un examen del lunes, hará cola el lunes a las 08:00. Intentamos que eso no le pase.
""",
    ),
    (
        "Security, phones, borders",
        "Seguridad, teléfonos, fronteras",
        14,
        """## Your phone

- Travel with as little as you can. What is not on the phone cannot be read.
- Switch it **off** before a border, not only to sleep. A phone that is off is harder to open.
- Leave group chats that you do not need in Geneva, and join again when you are home.

## At the border

Say the truth, in few words: you travel to a meeting at the United Nations, you stay for some days, this is your return ticket. You need not say who else travels.

## In the city

Geneva is safe, and still devices have disappeared inside the Palais. Keep your bag on your knees. If something feels wrong, call the number on your card, day or night.

## Reprisals

If anybody threatens you because you came, tell us first. Nothing is passed on unless you say so.
""",
        """## Su teléfono

- Viaje con lo mínimo. Lo que no está en el teléfono no se puede leer.
- **Apáguelo** antes de una frontera; no basta con bloquearlo. Un teléfono apagado es más difícil de abrir.
- Salga de los grupos que no necesite en Ginebra y vuelva a entrar cuando esté en casa.

## En la frontera

Diga la verdad, en pocas palabras: viaja a una reunión en las Naciones Unidas, se queda unos días, este es su boleto de vuelta. No tiene que decir quién más viaja.

## En la ciudad

Ginebra es segura, y aun así han desaparecido aparatos dentro del Palais. Lleve el bolso sobre las rodillas. Si algo le parece raro, llame al número de su tarjeta, de día o de noche.

## Represalias

Si alguien le amenaza por haber venido, díganoslo primero a nosotras. Nada se comunica a nadie si usted no lo quiere.
""",
    ),
    (
        "Money: what is paid and what you keep",
        "Dinero: qué se paga y qué debe guardar",
        10,
        """## Paid for you

The ticket, the bed and the insurance are paid by the network. You do not lay out money for them.

## On your card

A daily sum for food: CHF 50 for a full day and CHF 25 for a travel day, less what is provided. You need no receipts for meals.

## Bring home

Receipts for anything else. You have 60 days to account for it; what is left over goes to the next delegate.
""",
        """## Pagado por usted

El boleto, la cama y el seguro los paga la red. Usted no adelanta dinero para eso.

## En su tarjeta

Una cantidad diaria para comer: 50 CHF por día completo y 25 CHF por día de viaje, menos lo que se ofrezca. Para las comidas no hacen falta recibos.

## Traiga a casa

Recibos de todo lo demás. Tiene 60 días para justificarlo; lo que sobre va a la siguiente persona.
""",
    ),
)

# The second version of the third document, published late, so that some must read it again.
SECURITY_ADDED = (
    "\n## New in this version\n\nThe meeting point in Geneva is the fountain side of Place des Nations.\n",
    "\n## Nuevo en esta versión\n\nEl punto de encuentro en Ginebra es el lado de la fuente, en la Place des Nations.\n",
)
