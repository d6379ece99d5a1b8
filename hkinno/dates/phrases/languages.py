"""Words of other languages, as the English ones that the patterns know.

Only what has no English reading is translated, so that `ago`, a Spanish August, stays English in
`3 years ago`. No word has two meanings here: one that has is left alone, and so refused. A new
language is a row of the tables of months, and its other words go where their like are.
"""

import re
from functools import cache
from unicodedata import combining, normalize

from hkinno.dates.calendar import WEEKDAYS
from hkinno.dates.phrases.vocabulary import MONTHS as ENGLISH

MONTHS = {  # their names from January on, then what is short for them
    "French": "janvier janv|février févr fév|mars|avril avr|mai|juin|juillet juil|août"
    "|septembre|octobre|novembre|décembre déc",
    "German": "januar jänner jän|februar feber|märz mrz maerz|april|mai|juni|juli|august"
    "|september|oktober okt|november|dezember dez",
    "Spanish": "enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago"
    "|septiembre setiembre set|octubre|noviembre|diciembre dic",
    "Italian": "gennaio gen genn|febbraio febbr|marzo|aprile|maggio mag magg|giugno giu"
    "|luglio lug|agosto ago|settembre set sett|ottobre ott|novembre|dicembre dic",
    "Portuguese": "janeiro|fevereiro fev|março|abril abr|maio|junho|julho|agosto ago"
    "|setembro set|outubro out|novembro|dezembro dez",
    "Dutch": "januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober okt"
    "|november|december",
    "Swedish": "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober okt"
    "|november|december",
    "Danish": "januar|februar|marts|april|maj|juni|juli|august|september|oktober okt"
    "|november|december",
    "Norwegian": "januar|februar|mars|april|mai|juni|juli|august|september|oktober okt"
    "|november|desember des",
}
DAYS = {  # from Monday on
    "French": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "German": "montag|dienstag|mittwoch|donnerstag|freitag|samstag sonnabend|sonntag",
    "Spanish": "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    "Italian": "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
    "Portuguese": "segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|sábado|domingo",
    "Dutch": "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
    "Swedish": "måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag",
    "Danish and Norwegian": "mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag",
}
_WORDS = {  # English, and the words that mean it, without accents
    "spring": "printemps fruhling fruhjahr primavera lente forar",
    "summer": "ete sommer verano estate verao zomer sommar",
    "autumn": "automne herbst otono autunno outono herfst efterar",
    "winter": "hiver invierno inverno vinter",
    "about": "etwa gegen ungefahr zirka um vers environ hacia sobre aprox aproximadamente verso"
    " omkring omtrent rond ongeveer ungefar",
    "probably": "vermutlich wahrscheinlich wohl probablement probablemente probabilmente"
    " provavelmente waarschijnlijk troligen",
    "perhaps": "vielleicht quizas quiza forse talvez misschien kanske kanskje maske",
    "today": "heute hoy oggi hoje vandaag idag",
    "now": "jetzt maintenant ahora adesso agora",
    "ongoing": "laufend andauernd",
    "yesterday": "gestern hier ayer ieri ontem gisteren igar",
    "between": "zwischen entre tra mellan mellem mellom",
    "from": "ab",
    "since": "seit depuis desde sinds sedan siden",
    "until": "bis hasta ate tot til fino",
    "before": "vor avant voor fore før",
    "after": "nach apres dopo efter etter",
    "or": "oder ou o eller",
    "and": "und et y e och og",
    "early": "anfang debut principios comienzos inizio inizi inicio inicios begin",
    "mid": "mitte milieu mediados midden",
    "late": "ende finales fin fine eind",
    "half": "halfte moitie mitad meta metade",
    "third": "drittel dritte drittes tiers tercio tercer tercera terzo terco",
    "quarter": "viertel quart cuarto quarto",
    "first": "erste ersten erstes premier premiere primer primera primero primo prima primeira",
    "second": "zweite zweiten zweites deuxieme segunda segundo seconda secondo",
    "last": "letzte letzten letztes dernier derniere ultima ultimo",
}
_ARTICLES = (
    "le|la|les|el|los|las|il|lo|i|der|den|dem|det|das|de|del|della|dello|dei|di|du|da|do|en|em"
    "|pa|av"
)
_ANY_ROMAN = "x{0,2}(?:ix|iv|v?i{1,3}|v)|x{1,2}"
_ROMAN_MONTHS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_NUMERAL = rf"(?<![0-9]{{3}}[/–-])\b({_ANY_ROMAN}|[0-9]{{1,2}})(?:\.|th|ere?|eme|e|o|:e)?(?![\w.])"
_AGE_BEHIND = (
    "(?:jahrhunderts?|jhs?|jhdts?|siecles?|secol[oi]|eeuw(?:en)?|arhundr[ae]det?"
    "|(?<![0-9])(?<![0-9] )(?:centur(?:y|ies)|cent|sec|c|s))"  # 18 c. may be the year 18
)
_AGE_BEFORE = r"\b(?:siglos?|saec|secol[oi]|seculos?|sec|sig|s)\b\.? ?(?=[ivx]+\b)"
_CHRIST = r"(?:christus|cristo|(?:j|jesus)\.?[ -]*(?:c\b\.?|christ)|chr\b\.?)"
_ERAS = (  # on the way from what is written out to two letters with dots
    (rf"\(?\b(?:v|vor|avant|av|antes de|prima di|f|fore)\b\.? ?{_CHRIST}\)?", " bc"),
    (rf"\(?\b(?:n|nach|apres|apr?|despues de|depois de|dopo|e|efter)\b\.? ?{_CHRIST}\)?", " ad"),
    (r"avant notre ere|\b(?:v\. ?u\. ?z\b\.?|a\. ?(?:e\. ?)?c\b\.?|f\. ?kr\b\.?)", " bc"),
    (r"de notre ere|\b(?:(?:n\. ?)?u\. ?z\b\.?|d\. ?(?:e\. ?)?c\b\.?|e\. ?kr\b\.?)", " ad"),
)
_FIRST = (  # before words are translated one by one
    (r"\bdes (?=[0-9ivx]+(?:\.|e\b)|annees)", ""),
    (r"\b(?:[dl]|dell|nell|dall|all)'", ""),
    (r"\b(?:im jahre?|en el ano|en l?an|nell?anno|ano|jahr) (?=[0-9])", "in "),
    (r"^(?:im|en|em|nel|au) (?=[0-9a-z])|^i (?=[a-z])(?!secol)|^no (?=secul)", "in "),
    (r"(?<=[0-9])\.(?=[a-z])", ". "),
    *(
        (rf"\b([0-9]{{1,2}})[./ -]+{roman}[./ -]+(?=[0-9]{{4}}\b)", rf"\1 {month} ")
        for roman, month in zip(_ROMAN_MONTHS, re.findall("...", ENGLISH), strict=True)
    ),
    (r"\bil y a ", "before "),
    (r"\b(oder|und) fruher\b", r"\1 before"),
    (r"\b(oder|und) spater\b", r"\1 later"),
    (r"\b(?:um|a(?: las)?|alle|ore|kl\.?) (?=[0-9]{1,2}:)", "at "),
    (r"(?<=[0-9]) uhr\b", ""),
    (r"^(?:am|den|le|el|il) (?=[0-9]{1,2}(?![0-9]))", ""),
    (r"^fra (.+) e (?=.+)|^tussen (.+) en (?=.+)", r"between \1\2 and "),
    (r"^(?:von|vom|van|fran|fra|du|dal) (?=.*[0-9])", "from "),
    (r"\ba (?:partir|contar) d[eu]l? ?", "from "),
    (
        r"\b(?:autour d[eu]|alrededor del?|cerca del?|intorno al?|attorno al?|por volta de) ?",
        "about ",
    ),
    (r"\bjusqu'(?:en|aux?|a) |\b(?:fino|ate|hasta|bis) (?:al?|zum|ao) ", "until "),
    (r"\b(?:prima|antes) del? ?", "before "),
    (r"\b(?:despues|depois) del? ?", "after "),
    (r"\bmi-", "mid "),
    (r"\bpeut-etre\b", "perhaps"),
    (r"aujourd'hui", "today"),
    (r"\b(?:en cours|en curso|in corso)\b", "ongoing"),
    (r"\b(?:die )?([0-9]{1,3}0)er(?:[- ]?jahren?)?\b", r"\1s"),
    (r"\b(?:annees|anos|anni|jaren) ('?[0-9]+0)\b", r"\1s"),
    (r"\b([0-9]{2}[1-9]0)-tall?et\b", r"\1s"),
)
_ORDINAL = r"\b([1-4])(?:\.|[nr]?de?|ere?|eme|[eoa])? ?"
_NTH = {"1": "first", "2": "second", "3": "third", "4": "fourth"}
_UNITS = (
    ("years", "jahren?|ans?|annees?|anos?|ann[io]"),
    ("months", "monat(?:en)?|mois|mes(?:es)?|mes[ei]"),
    ("weeks", "wochen?|semaines?|semanas?|settiman[ae]"),
    ("days", "tag(?:en)?|jours?|dias?|giorn[oi]"),
)
_LAST = (  # after that
    *((rf"\b(?:before|hace|ha) ([0-9]+) (?:{u})\b", rf"\1 {name} ago") for name, u in _UNITS),
    *((rf"\b([0-9]+) (?:{u}) fa\b", rf"\1 {name} ago") for name, u in _UNITS),
    (rf"{_ORDINAL}(?:trimestre|quartal|kwartaal|kvartal)\b", r"q\1"),
    (rf"{_ORDINAL}(?:semestre|halbjahr|halvar)\b", r"h\1"),
    (r"(?<=\S) (?:a|al|aux?|alla) (?=\S)", " to "),
    (r"\b([0-9]{1,2})(?:ere?|o|:a|:e)(?= )", r"\1"),  # 1er mai, 1º de mayo
    (r"(?<=\b[0-9])\.(?= ?[–-]|[a-z])|(?<=\b[0-9]{2})\.(?= ?[–-]|[a-z])", " "),  # 12.–22.9.
)


def in_english(text: str) -> str:
    """The text with English words for those of other languages; the same if it has none."""
    lower = text.lower().replace("’", "'")
    bare = _bare(lower.replace("º", "o").replace("ª", "a"))
    said = _substituted(bare, (*_ERAS, *_FIRST))
    said = re.sub(
        r"(?<!\w)(?!ago$)[^\W\d_]+(?:-feira)?\b",
        lambda word: _dictionary().get(word[0], word[0]),
        said,
    )
    said = re.sub(f"{_ORDINAL}(?=half|third|quarter)", lambda n: f"{_NTH[n[1]]} ", said)
    said = _centuries(said)
    said = _substituted(said, _LAST)
    if said == lower:
        return text
    return " ".join(re.sub(rf"\b(?:{_ARTICLES})\b(?!')", " ", said).split())


def _substituted(said: str, rows: tuple[tuple[str, str], ...]) -> str:
    for pattern, english in rows:
        said = re.sub(pattern, english, said)
    return said


@cache
def _dictionary() -> dict[str, str]:
    """Each word, without accents, and what it is in English."""
    found = {word: english for english, words in _WORDS.items() for word in words.split()}
    for tables, names in ((MONTHS, re.findall("...", ENGLISH)), (DAYS, WEEKDAYS)):
        for table in tables.values():
            for words, english in zip(table.split("|"), names, strict=True):
                found |= dict.fromkeys(_bare(words).split(), english.lower())
    return found


def _centuries(said: str) -> str:
    """`siglo xix`, `xixe siecle`, `18. and 19. jh.` as `19th century`, `18th and 19th century`.

    A number without the word shares another's if it counts (`18.`) and has no era of its own.
    """
    if not re.search(rf"{_AGE_BEFORE}|{_NUMERAL} ?{_AGE_BEHIND}\b", said):
        return said
    said, before = re.subn(_AGE_BEFORE, "", said)
    said = re.sub(rf"{_NUMERAL} ?{_AGE_BEHIND}\b\.?", lambda n: f"{_nth(n)} century", said)
    said = re.sub(rf"(?![0-9]+\b(?!\.)){_NUMERAL}(?! ?(?:bc|ad)\b)", _nth, said)
    return re.sub(r"(.*[0-9]th\b)(?! century)", r"\1 century", said) if before else said


def _nth(numeral: re.Match[str]) -> str:
    """A number, in digits or Roman, as English counts."""
    if numeral[1].isdigit():
        return f"{numeral[1]}th"
    values = [_ROMAN[letter] for letter in numeral[1]]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return f"{sum(-one if one < following else one for one, following in pairs)}th"


def _bare(text: str) -> str:
    """The text without accents."""
    return "".join(c for c in normalize("NFD", text) if not combining(c))
