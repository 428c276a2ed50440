"""Who is in the demo. Every name, organisation and story is invented; `.example` addresses reach nobody."""

from dataclasses import dataclass, field

PASSWORD = "quilt-and-thread"  # noqa: S105  the demo's one password, printed at start-up

# name, address, roles, language
STAFF = (
    ("Sam Okafor", "sam@common-table.example", ("reviewer",), "en"),
    ("Dolores Mejía", "dolores@common-table.example", ("treasurer",), "es"),
    ("Ngozi Bright", "ngozi@common-table.example", ("director", "reviewer"), "en"),
    ("Kai Lindqvist", "kai@common-table.example", ("logistics",), "en"),
    ("Lina Haddad", "lina@common-table.example", ("communications",), "en"),
    ("Ray Tanaka", "ray@common-table.example", ("auditor",), "en"),
)

# name, place, member since (None: not a member), accredits, contact address, contact language
ORGANISATIONS = (
    (
        "Valley Water Table",
        "Tulare, California",
        2014,
        False,
        "office@valley-water-table.example",
        "en",
    ),
    (
        "Gulf Families United",
        "Baton Rouge, Louisiana",
        2012,
        False,
        "hello@gulf-families.example",
        "en",
    ),
    (
        "Home Care Voices",
        "Atlanta, Georgia",
        2016,
        False,
        "office@home-care-voices.example",
        "en",
    ),
    (
        "Northern Treaty Council",
        "Bemidji, Minnesota",
        2009,
        False,
        "council@northern-treaty.example",
        "en",
    ),
    (
        "Great Lakes Tenants",
        "Detroit, Michigan",
        2018,
        False,
        "team@great-lakes-tenants.example",
        "en",
    ),
    (
        "Rio Midwives Collective",
        "McAllen, Texas",
        2015,
        False,
        "partera@rio-midwives.example",
        "es",
    ),
    (
        "Campesinas en Lucha",
        "Immokalee, Florida",
        2010,
        False,
        "oficina@campesinas.example",
        "es",
    ),
    (
        "Haven for Asylum",
        "Queens, New York",
        2013,
        False,
        "office@haven-asylum.example",
        "en",
    ),
    (
        "Jackson Water Now",
        "Jackson, Mississippi",
        2021,
        False,
        "hello@jackson-water.example",
        "en",
    ),
    (
        "Taxi Workers United",
        "Newark, New Jersey",
        2017,
        False,
        "office@taxi-united.example",
        "en",
    ),
    (
        "Boricua Legal Aid",
        "San Juan, Puerto Rico",
        2011,
        False,
        "correo@boricua-legal.example",
        "es",
    ),
    (
        "Youth Not Prisons",
        "Macon, Georgia",
        2019,
        False,
        "crew@youth-not-prisons.example",
        "en",
    ),
    (
        "Disabled in Action",
        "Portland, Oregon",
        2008,
        False,
        "office@disabled-action.example",
        "en",
    ),
    (
        "Oglala Elders",
        "Pine Ridge, South Dakota",
        2007,
        False,
        "elders@oglala.example",
        "en",
    ),
    ("Lakeshore Legal Observers", "Chicago, Illinois", None, False, "", "en"),
    ("International Witness Forum", "Geneva, Switzerland", None, True, "", "en"),
    ("World Council for Fair Hearings", "Geneva, Switzerland", None, True, "", "en"),
)


@dataclass(frozen=True)
class Cast:
    """One delegate of the demo: who, from where, what is told, and how far the journey is."""

    name: str
    mail: str
    region: str
    organisation: str
    theme: str
    stage: str  # see travel/demo/journeys.py
    title: str = ""
    lede: str = ""
    story: str = ""
    in_geneva: str = ""
    naming: str = "first_region"
    shown: str = ""
    language: str = "en"
    airfare: str = "airfare_east"
    given: int = 0  # about how many whole dollars of gifts
    gifts: int = 0  # from how many people
    allocated: int = 0  # whole dollars from the pool
    shared_with: tuple[str, ...] = field(default=())
    drawn: bool = False  # a drawn picture instead of the quilt pattern


DELEGATES = (
    Cast(
        "Ana Reyes",
        "ana@people.example",
        "California",
        "Valley Water Table",
        "Safe water",
        "badge_pending",
        "Ana takes her valley’s water to the United Nations",
        "Four hundred families in one county cannot drink from their own wells. The United States answers for its "
        "human-rights record in Geneva. Ana should be in the room.",
        "My mother boiled the water before school. Nobody had told us that boiling makes nitrate stronger. I was "
        "eleven when a nurse came with a test strip and told her to stop.\n\n"
        "Today I drive the same road with a trunk full of strips. We have tested 412 wells with our neighbours and "
        "written down every number. In March our numbers went into the report that the network sent to the United "
        "Nations. Ours is paragraph 31.\n\n"
        "A report does not look anybody in the eye. In Geneva, delegations from other countries decide in a few "
        "minutes what to ask my government. I want to be the person they met that week, with a jar from one well in "
        "my bag.",
        "I meet five permanent missions before the review, sit in the gallery while it runs, and come home to tell "
        "every street that took part. The network books, briefs and looks after all of us.",
        shown="Ana R.",
        airfare="airfare_west",
        given=1810,
        gifts=41,
        allocated=1400,
        shared_with=(
            "Gulf Families United",
            "Campesinas en Lucha",
            "Rio Midwives Collective",
            "Great Lakes Tenants",
        ),
    ),
    Cast(
        "Marcus Tolliver",
        "marcus@people.example",
        "Louisiana",
        "Gulf Families United",
        "Detention without trial",
        "raising",
        "Marcus speaks for families of people held without trial",
        "His brother waited 611 days in a parish jail for a hearing that took nine minutes. Marcus now keeps count "
        "for two hundred families.",
        "My brother was held for 611 days before anybody asked him a question in court. When they did, it took nine "
        "minutes and he walked out the side door. No letter, no apology, no bus fare.\n\n"
        "I started a notebook. Then other families started giving me their numbers. There are 208 names in it now, "
        "and next to each one the days, because days are what they take from you.\n\n"
        "I drive a forklift at night and I make the calls in the morning. I have never been on an aeroplane.",
        "I bring the count. Two missions have already asked to see how we keep it. I sit in the room when detention "
        "comes up, and I write down who asked.",
        shown="Marcus T.",
        airfare="airfare_midwest_south",
        given=1485,
        gifts=33,
        shared_with=("Youth Not Prisons", "Haven for Asylum"),
    ),
    Cast(
        "Delia Watkins",
        "delia@people.example",
        "The South",
        "Home Care Voices",
        "Care workers",
        "booked",
        "Carrying the testimony of 61 home-care workers",
        "Sixty-one women told one of them what happens behind the doors they open every morning. She carries it to "
        "Geneva without her name.",
        "I wash people, cook for people and sit with them when they are afraid. I have done it for nineteen years "
        "and I am paid by the visit, so the hour on the bus between two visits is mine to give away.\n\n"
        "Sixty-one of us sat down in a church hall and told each other the truth. I wrote it down. Some of us could "
        "lose our work for it, so there is no name on this page, and no face.\n\n"
        "What we ask is small: to be counted as workers, by a country that could not get through one morning "
        "without us.",
        "I hand over our testimony in three meetings and I listen to what is asked. Then I come back to the church "
        "hall and read the answers aloud.",
        naming="pseudonym",
        shown="A delegate from the South",
        airfare="airfare_midwest_south",
        given=2050,
        gifts=57,
        allocated=1100,
        shared_with=("Valley Water Table", "Disabled in Action"),
    ),
    Cast(
        "Winona Kingbird",
        "winona@people.example",
        "Minnesota",
        "Northern Treaty Council",
        "Treaty rights",
        "raising",
        "Winona brings treaty rights back to where they were first argued",
        "A hundred years ago her people’s envoys were left standing outside in Geneva. This time somebody from the "
        "lake goes in.",
        "In the nineteen-twenties envoys of our peoples crossed the ocean to speak in Geneva, and the door stayed "
        "closed. My grandmother had a photograph of the door.\n\n"
        "We still gather rice on waters that a treaty says are ours to gather on. Every spring a pipeline company "
        "tells us what the treaty means.\n\n"
        "I teach our language to children in the morning and law to their parents at night. Both are about being "
        "heard in your own words.",
        "I speak at the briefing for missions and deliver a statement of seven nations. And I take a photograph of "
        "the door, from inside.",
        shown="Winona K.",
        airfare="airfare_midwest_south",
        given=1160,
        gifts=22,
        shared_with=("Oglala Elders",),
    ),
    Cast(
        "Dae-Jung Lim",
        "daejung@people.example",
        "Illinois",
        "Great Lakes Tenants",
        "Housing",
        "ready",
        "Dae-Jung asks who answers when housing inspectors do not come",
        "Forty calls in one winter, no inspector. Dae-Jung has the recordings, and the temperature at each call.",
        "The heating in our building failed on a Tuesday in January. I called the city forty times and I wrote the "
        "temperature next to each call. It was four degrees in the kitchen when my neighbour was taken away by "
        "ambulance.\n\n"
        "Nobody lied to us. Nobody came, either. When we asked whose duty it was, every office named another "
        "office.\n\n"
        "Housing is a right in the treaties my country talks about abroad. I want to hear it talk about them there "
        "with somebody from the fourth floor in the room.",
        "I present the calls to two special procedures offices and sit in the gallery for the whole three and a "
        "half hours.",
        shown="Dae-Jung L.",
        airfare="airfare_midwest_south",
        given=2315,
        gifts=64,
        allocated=1500,
        shared_with=("Great Lakes Tenants", "Taxi Workers United"),
    ),
    Cast(
        "Rosa Delgado",
        "rosa@people.example",
        "Texas",
        "Rio Midwives Collective",
        "Maternal health",
        "ready",
        "Rosa has six minutes with five missions and one statistic",
        "In her county the nearest delivery room is 74 miles away. Rosa has caught 300 babies on this side of that "
        "road.",
        "Three hundred and four, to be exact. I keep the cord clamps in a jar and I know every name.\n\n"
        "When our hospital closed its delivery room, they told us to drive. Seventy-four miles, and a checkpoint on "
        "the way where people without papers do not stop, so they do not go.\n\n"
        "One mother died on the shoulder of that road. It is one line in a table. I knew her kitchen.",
        "Five missions have given us six minutes each on maternal health. I use them. Then I sit where they can "
        "see me.",
        shown="Rosa D.",
        airfare="airfare_midwest_south",
        given=2600,
        gifts=71,
        allocated=1250,
        shared_with=("Campesinas en Lucha", "Boricua Legal Aid"),
    ),
    Cast(
        "Josefina Cruz",
        "josefina@people.example",
        "Florida",
        "Campesinas en Lucha",
        "Farm work",
        "passport_short",
        "Josefina lleva a Ginebra lo que no cabe en una caja de tomates",
        "Veinte años en el campo le enseñaron a contar cajas. Ahora cuenta los nombres de las mujeres que ya no "
        "quieren callar.",
        "Empecé en el tomate a los catorce años. Aprendí rápido tres cosas: que se paga por cubeta, que el agua no "
        "se pide y que al capataz no se le mira.\n\n"
        "Hoy somos ciento veinte mujeres que nos reunimos los domingos. Hablamos del veneno en la ropa, de los "
        "salarios que faltan y de las manos que sobran. Escribimos todo en un cuaderno.\n\n"
        "Nunca pensé que alguien en otro país leería ese cuaderno. Ahora nos piden que vayamos a explicarlo.",
        "Voy a reunirme con tres misiones y a entregar el cuaderno en una audiencia. A la vuelta lo contamos el "
        "domingo, como siempre.",
        shown="Josefina C.",
        language="es",
        airfare="airfare_midwest_south",
        given=540,
        gifts=14,
        allocated=2900,
        shared_with=("Campesinas en Lucha",),
    ),
    Cast(
        "Grace Two Bulls",
        "grace@people.example",
        "South Dakota",
        "Oglala Elders",
        "Elders and language",
        "ready",
        "Grace goes so that the old promises are read aloud",
        "Grace is 71 and has read the treaty aloud every year of her life. She would like somebody to answer it.",
        "My grandfather could not read English, so he learned the treaty by heart. He taught it to my mother, and "
        "she taught it to me, and I read it aloud each June with whoever comes.\n\n"
        "It says the hills are ours for as long as the grass grows. The grass is still growing.\n\n"
        "At my age people ask why I would travel so far. I tell them the treaty travelled further.",
        "I read one article of the treaty in a side meeting, and then I ask who will answer it.",
        shown="Grace T.",
        airfare="airfare_midwest_south",
        given=760,
        gifts=19,
        allocated=2700,
    ),
    Cast(
        "Nnamdi Eze",
        "nnamdi@people.example",
        "New York",
        "Haven for Asylum",
        "Asylum",
        "funded",
        "Nnamdi asks what a country owes to people who ask for safety",
        "He waited four years for a decision. Now he sits beside people who wait, and counts what waiting costs.",
        "The waiting room has no clock. I noticed it on the first day and I thought: that is honest.\n\n"
        "I waited four years. I learned the law from the papers they sent me, and now I read other people’s papers "
        "with them, in the same room, which still has no clock.\n\n"
        "We wrote down what four years take: marriages, a father’s funeral, two operations, a daughter’s first "
        "words.",
        "I meet the missions that have asked about asylum before and give them the one-page count of what waiting "
        "takes.",
        shown="Nnamdi E.",
        given=1320,
        gifts=28,
        allocated=2100,
    ),
    Cast(
        "Otis Graham",
        "otis@people.example",
        "Mississippi",
        "Jackson Water Now",
        "Safe water",
        "no_ngo",
        "Otis brings a bottle of brown water through airport security, if they let him",
        "For ninety-one days a city of 150,000 people could not drink its water. Otis carried cases up the stairs.",
        "I am a plumber, so I knew before the mayor did. You can hear it in the pipe.\n\n"
        "For ninety-one days we carried bottled water up the stairs to people who could not come down. I wrote the "
        "apartment numbers on my arm.\n\n"
        "They fixed the pump, not the pipe. I would like to explain the difference to somebody who can ask.",
        "I explain the pipe. Short meeting, one drawing, questions welcome.",
        shown="Otis G.",
        airfare="airfare_midwest_south",
        drawn=True,
        given=980,
        gifts=26,
        allocated=2400,
    ),
    Cast(
        "Ludmila Šimková",
        "ludmila@people.example",
        "Michigan",
        "Great Lakes Tenants",
        "Housing",
        "booked",
        "Ludmila keeps the keys of a building nobody admits to owning",
        "Eleven companies, one roof, no landlord. Ludmila drew the map of who owns what, and it is a circle.",
        "When the roof leaked I wrote to the owner. The letter came back from an office that was another letter "
        "box.\n\n"
        "It took me two years to draw it all on one sheet of paper. Eleven companies, and the arrows go round in a "
        "circle and end where they began.\n\n"
        "I clean offices at night, and I have seen how tidy a circle can look.",
        "I show the drawing to the people who write about business and human rights.",
        shown="Ludmila Š.",
        airfare="airfare_midwest_south",
        given=1705,
        gifts=38,
        allocated=1900,
    ),
    Cast(
        "Yusuf Demir",
        "yusuf@people.example",
        "New Jersey",
        "Taxi Workers United",
        "Fair pay",
        "badge_rejected",
        "Yusuf drives through the night to ask what an hour is worth",
        "Seventeen hours a day, and the car owns him. Yusuf wants one question asked out loud.",
        "The loan on my car is older than my daughter. She is nine.\n\n"
        "We are 340 drivers who put our bank letters on one table. Three of us are no longer alive, and the letters "
        "still come.\n\n"
        "I know every pothole between Newark and the airport, always from the driver’s side.",
        "I tell two missions what a debt does to a working day.",
        shown="Yusuf D.",
        given=1490,
        gifts=30,
        allocated=1800,
    ),
    Cast(
        "Beatriz Solís",
        "beatriz@people.example",
        "Puerto Rico",
        "Boricua Legal Aid",
        "Disaster and dignity",
        "briefing_open",
        "Beatriz lleva los papeles que la tormenta no pudo mojar",
        "Después del huracán, miles perdieron la ayuda porque no tenían el título de su propia casa. Beatriz los "
        "encontró.",
        "La casa la construyó mi abuelo con sus hermanos. Nunca hizo falta un papel. Después de la tormenta, el "
        "papel era lo único que contaba.\n\n"
        "Fuimos puerta por puerta con una mesa plegable y un sello. Mil cien familias tienen hoy un documento que "
        "dice lo que todos sabían.\n\n"
        "Todavía hay toldos azules en mi calle.",
        "Llevo el mapa de los toldos azules a cuatro reuniones y una pregunta: ¿quién responde?",
        shown="Beatriz S.",
        language="es",
        airfare="airfare_remote",
        given=2240,
        gifts=52,
        allocated=1900,
        shared_with=("Campesinas en Lucha", "Rio Midwives Collective"),
    ),
    Cast(
        "Samir Haddad",
        "samir@people.example",
        "Michigan",
        "Great Lakes Tenants",
        "Surveillance",
        "passport_open",
        "Samir counts the cameras on one street",
        "There are nineteen cameras between his door and the mosque. Samir asks what they are for.",
        "I counted them with my students for a mathematics lesson. Nineteen, on eleven hundred feet.\n\n"
        "We wrote to ask who watches. The answer was two pages long and did not contain a name.\n\n"
        "My students asked me what I would do now. I said I would ask somebody else.",
        "I ask somebody else. The privacy offices have given us half an hour.",
        shown="Samir H.",
        airfare="airfare_midwest_south",
        given=890,
        gifts=18,
        allocated=2450,
    ),
    Cast(
        "Tia Moreland",
        "tia@people.example",
        "Georgia",
        "Youth Not Prisons",
        "Children in prison",
        "raising",
        "Tia was tried as an adult at thirteen. She is going as herself",
        "Tia spent her school years in a women’s prison. She has written the handbook she needed then.",
        "I learned fractions from a woman serving life. She said numbers were the one thing they could not search.\n\n"
        "When I came out I was twenty-one and I could not buy a bus ticket. I wrote down everything I had to learn, "
        "and it became a handbook. Nine hundred girls have it now.\n\n"
        "Most countries do not do this to children. I would like to ask them how they manage.",
        "I meet the missions of three countries that changed their law, and I take notes for the handbook.",
        shown="Tia M.",
        airfare="airfare_midwest_south",
        given=610,
        gifts=17,
        allocated=0,
        shared_with=("Gulf Families United", "Home Care Voices"),
    ),
    Cast(
        "Devon Marsh",
        "devon@people.example",
        "Tennessee",
        "Youth Not Prisons",
        "Dignity",
        "ready",
        "Devon goes for the ones who had to move away",
        "In two years eleven of Devon’s friends left the state to stay well. Devon stayed to count them.",
        "I keep a map with a pin for everybody who left. It looks like a firework.\n\n"
        "I run the one support line that is still answered in our county. Mostly I listen. Sometimes I drive.\n\n"
        "I am not asking anybody to agree with me about anything. I am asking who is keeping count.",
        "I carry the map to a hearing on health, and I come back to the phone.",
        naming="pseudonym",
        shown="D.",
        airfare="airfare_midwest_south",
        given=1930,
        gifts=46,
        allocated=1600,
    ),
    Cast(
        "Peter Achterberg",
        "peter@people.example",
        "Oregon",
        "Disabled in Action",
        "Access",
        "ready",
        "Peter and his assistant need two seats, one ramp and a clear question",
        "A right you cannot reach by wheelchair is a decoration. Peter measures doors for a living.",
        "I measure doors. It is my work and my hobby. The door to my polling place is 28 inches, my chair is 29.\n\n"
        "We have measured every public door in four counties. We publish the list. Sometimes a door changes, and "
        "then we have a party, a small one, on the ramp.\n\n"
        "My assistant travels with me, so our journey costs more. We say so because it is true for everybody like "
        "me, and because somebody always asks.",
        "I meet the committee’s office on disability and measure, with permission, one door at the Palais.",
        shown="Peter A.",
        airfare="airfare_west",
        given=2210,
        gifts=43,
        allocated=1700,
    ),
    Cast(
        "Jerome Baptiste",
        "jerome@people.example",
        "Louisiana",
        "Gulf Families United",
        "Prison labour",
        "ready",
        "Jerome picked cotton in this century, and has the pay slips",
        "Two cents an hour. Jerome kept every slip, and he would like to show them.",
        "People think I speak of my grandfather. I say no, it was me, and I show them the slip.\n\n"
        "I was paid two cents an hour for eleven years, and I saved the slips in a shoe box, because I knew that "
        "nobody would believe it.\n\n"
        "I am a deacon now and I fix lawn mowers. The box is on top of the wardrobe.",
        "I open the box.",
        naming="full_name",
        shown="Jerome Baptiste",
        airfare="airfare_midwest_south",
        given=2480,
        gifts=88,
        allocated=1300,
        shared_with=("Youth Not Prisons", "Gulf Families United", "Haven for Asylum"),
    ),
    Cast(
        "Malik Rivers",
        "malik@people.example",
        "Ohio",
        "Youth Not Prisons",
        "Police accountability",
        "ready",
        "Malik reads the names, and then the dates of the reviews before this one",
        "The same recommendation was accepted in 2010, 2015 and 2020. Malik has made a calendar of it.",
        "I teach history, so I notice when something happens three times.\n\n"
        "The recommendation was accepted, accepted and accepted. In between there were 41 funerals in our city, and "
        "I played the organ at nine of them.\n\n"
        "I made a calendar: on the left the sentences, on the right the names.",
        "I give the calendar to every delegation that has a pen in its hand.",
        shown="Malik R.",
        airfare="airfare_midwest_south",
        given=2390,
        gifts=60,
        allocated=1350,
    ),
    Cast(
        "Wes Tallchief",
        "wes@people.example",
        "Oklahoma",
        "Northern Treaty Council",
        "Missing women",
        "remote",
        "Wes speaks from home, and is heard in Geneva",
        "Wes takes part from Oklahoma: his mother needs him, and the screen works both ways.",
        "I look for people. That is the shortest way to say it. We have a truck, a drone and a list.\n\n"
        "There are 38 names on the list this year, and the law is different on each side of each road.\n\n"
        "I cannot leave my mother this autumn. So I will speak from the kitchen table, with the list.",
        "I join two hearings by video and follow the review on the webcast with the families.",
        shown="Wes T.",
        airfare="airfare_midwest_south",
        given=420,
        gifts=11,
    ),
    Cast(
        "Leilani Kahale",
        "leilani@people.example",
        "Hawaii",
        "Valley Water Table",
        "Land and water",
        "in_review",
        "Leilani brings the fuel in our water to the people who asked about it",
        "Nineteen thousand gallons leaked into the aquifer. Leilani’s children call it the gasoline year.",
        "You smell it in the shower first. Then the dog will not drink.\n\n"
        "Our island drinks from one aquifer. For years they stored fuel a hundred feet above it, in tanks from the "
        "last world war, and said it was safe because nothing had happened yet.\n\n"
        "My children call it the gasoline year. I would like there to be only one.",
        "I meet the office on toxics, and I bring a bottle and the letters.",
        shown="Leilani K.",
        airfare="airfare_remote",
    ),
    Cast(
        "Noor Rahman",
        "noor@people.example",
        "Virginia",
        "Haven for Asylum",
        "Freedom of belief",
        "changes",
        "Noor asks to be searched like everybody else",
        "Forty flights, thirty-nine searches. Noor kept the boarding passes.",
        "I fly for my work: I repair hospital machines. On thirty-nine of forty flights I was chosen at random.\n\n"
        "I kept the boarding passes because I like data. The odds of it are on the back of the last one.",
        "I show the odds to the rapporteur’s office.",
        shown="Noor R.",
        airfare="airfare_east",
    ),
    Cast(
        "Kim Tran",
        "kim@people.example",
        "Texas",
        "Taxi Workers United",
        "Nail salons",
        "second_version",
        "Kim breathes in what other people wear on their nails",
        "Nine in ten salon workers cough at night. Kim asked them, in three languages.",
        "I did manicures for twelve years. The bottle says use in a room with moving air. The room had a door.\n\n"
        "We asked 214 workers in three languages. Nine in ten cough at night, and one in three lost a pregnancy.\n\n"
        "I am not a doctor. I counted.",
        "I take the count to the office on toxics and to two missions.",
        shown="Kim T.",
        airfare="airfare_midwest_south",
        given=1180,
        gifts=31,
        allocated=900,
    ),
    Cast(
        "Luz Marín",
        "luz@people.example",
        "Nevada",
        "Home Care Voices",
        "Work and heat",
        "paused",
        "Luz measured the heat behind the clean sheets",
        "Forty women, one laundry, and a heat that nobody had measured. Luz brought a thermometer.",
        "Hotels are cold in summer. The laundry under them is not. I hung a thermometer between two machines and wrote "
        "down what it said, every hour, for one season.\n\n"
        "Forty of us signed the sheet. The highest number on it is 118. The doors are closed so that the guests do not "
        "hear the machines.\n\n"
        "There is a hearing at home this month, about the doors. Then I come.",
        "I bring the sheet with the numbers to the office on work and health.",
        shown="Luz M.",
        airfare="airfare_west",
        given=460,
        gifts=9,
    ),
    Cast(
        "Vernon Hale",
        "vernon@people.example",
        "West Virginia",
        "Jackson Water Now",
        "Safe water",
        "refused",
        "Vernon counts what the mine leaves in the creek",
        "Vernon has filled a jar from the same creek on every first of the month for nine years.",
        "The jars stand on my porch, a hundred and eight of them. The first is clear. You can see the year the mine "
        "changed hands by the colour.\n\n"
        "Two neighbours work there and told me when the gates are opened. Their names are in my notebook.\n\n"
        "I would like to show somebody the shelf.",
        "I bring three jars: the first, the worst and the last.",
        shown="Vernon H.",
        airfare="airfare_east",
    ),
    Cast(
        "Tomás Ocampo",
        "tomas@people.example",
        "Arizona",
        "Boricua Legal Aid",
        "The border",
        "draft",
        "Tomás leaves water in the desert",
        "",
        "",
        "",
        shown="Tomás O.",
        language="es",
        airfare="airfare_west",
    ),
    Cast(
        "Imani Brooks",
        "imani@people.example",
        "Texas",
        "Rio Midwives Collective",
        "Maternal health",
        "nominated",
    ),
    Cast(
        "Eli Begaye",
        "eli@people.example",
        "New Mexico",
        "Northern Treaty Council",
        "Uranium",
        "applied",
    ),
    Cast(
        "Marisol Peña",
        "marisol@people.example",
        "Colorado",
        "Campesinas en Lucha",
        "Farm work",
        "applied",
        language="es",
    ),
    Cast(
        "Jon Whitfield",
        "jon@people.example",
        "Ohio",
        "Lakeshore Legal Observers",
        "Protest",
        "declined",
    ),
    Cast(
        "Amara Cole",
        "amara@people.example",
        "Maryland",
        "Haven for Asylum",
        "Detention",
        "withdrawn",
    ),
)

# First names and messages of invented donors; combined at random from a fixed seed.
GIVERS = (
    "Marguerite L.",
    "Jun P.",
    "Tulare Water Workers Local 12",
    "Esther and Paul",
    "R. Whitehorse",
    "The Tuesday choir",
    "Camille D.",
    "Abdi H.",
    "Third Street Friends Meeting",
    "Lupe and Chuy",
    "Sister Bernadette",
    "Nora K.",
    "Hank from the feed store",
    "Prof. Adeyemi",
    "Your cousin Flor",
    "Yolanda V.",
    "B. Castellanos",
    "Priya S.",
    "Mothers’ Cooperative",
    "Ben, row 14",
    "Grandma Jo",
    "Omar T.",
    "An old neighbour",
    "The book club",
    "Ingrid B.",
)
MESSAGES = (
    "Drink something cold in Geneva for me.",
    "For the flight.",
    "Safe travels.",
    "We are with you.",
    "Say it slowly and look at them.",
    "From one who could not go.",
    "Para el camino.",
    "Bring the answers home.",
    "I read paragraph 31. Go.",
    "For the window seat.",
    "Count us in.",
    "My mother would have gone with you.",
)
