"""What headers are called in other programs and languages, folded as `names.words_of` folds them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from unhindered.core.casework.names import words_of


def _folded(text: str) -> frozenset[str]:
    return frozenset(" ".join(words_of(item)) for item in text.split(","))


# Common words for fields, by field, in English, French, Spanish, Arabic and Russian.
WORDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "person_name": _folded(
            "name,full name,person,title,nom,nom complet,nombre,nombre completo,الاسم,الاسم الكامل,имя,фио"
        ),
        "other_names": _folded(
            "other names,alias,aliases,nickname,also known as,aka,surnom,apodo,alias o apodo,اللقب,прозвище,"
            "first name,middle name,last name,father name,mother name,family name,surname,prenom,apellido"
        ),
        "label": _folded("label,pseudonym,code name"),
        "sex": _folded("sex,gender,sexe,genre,sexo,genero,الجنس,пол"),
        "age": _folded("age,age at time,edad,العمر,возраст"),
        "date_of_birth": _folded(
            "date of birth,birth date,dob,born,date de naissance,fecha de nacimiento,"
            "تاريخ الميلاد,дата рождения"
        ),
        "date_deceased": _folded("date deceased,date of death,died,date de deces,fecha de muerte"),
        "occupation": _folded("occupation,profession,job,ocupacion,profesion,المهنة,профессия"),
        "citizenship": _folded("citizenship,nationality,nationalite,nacionalidad,الجنسية,гражданство"),
        "counting_unit": _folded("counting unit,type,kind,actor type"),
        "number_of_persons_in_group": _folded("number of persons in group,number of persons,group size"),
        "number_of_victims": _folded("number of victims,victims,how many victims,nombre de victimes"),
        "type_of_act": _folded(
            "type of act,act,act type,violation,type of violation,violation type,acte,type d acte,"
            "acto,tipo de acto,violacion,tipo de violacion,نوع الانتهاك,الانتهاك,нарушение,вид нарушения"
        ),
        "when": _folded(
            "when,date,initial date,date of act,date of incident,incident date,date of event,start date,from,"
            "quand,fecha,fecha del hecho,date de l incident,التاريخ,تاريخ الحادث,дата,from date"
        ),
        "initial_date": _folded("initial date,start date,date,from,from date,begin date,fecha inicial"),
        "final_date": _folded("final date,end date,until,to date,date de fin,fecha final"),
        "exact_location": _folded(
            "exact location,location,place,where,place of incident,lieu,lugar,المكان,مكان الحادث,место"
        ),
        "state": _folded("state,country,responsible state,pays,pais,الدولة,страна,geographical term"),
        "remarks": _folded(
            "remarks,notes,note,comment,comments,subject,attachments,remarques,observaciones,"
            "ملاحظات,примечания"
        ),
        "event_title": _folded("event title,title,titre,titulo,العنوان,название"),
        "event_description": _folded("event description,description,summary,resumen,الوصف,описание"),
        "account": _folded("account,statement,testimony,description,text,temoignage,testimonio,الشهادة"),
        "source_in_words": _folded("source,sources,source in words,source link,informant,fuente,from"),
        "date_of_source_material": _folded(
            "date of source material,publish date,documentation date,date,date of statement"
        ),
        "intervening_party": _folded("intervening party,intervener"),
        "date_of_intervention": _folded("date of intervention,date,intervention date"),
    }
)
# Headers of Bayanat's exports that mean something of their own.
BAYANAT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name ar": "other_names",
        "nickname ar": "other_names",
        "first name ar": "other_names",
        "middle name ar": "other_names",
        "last name ar": "other_names",
        "father name ar": "other_names",
        "mother name ar": "other_names",
        "sjac title": "remarks",
        "title ar": "remarks",
        "originid": "remarks",
        "origin id": "remarks",
        "public description": "remarks",
    }
)
# Names of sheets that say what their rows are.
SHEETS: Final[Mapping[str, str]] = MappingProxyType(
    dict.fromkeys(("person", "persons", "people", "actor", "actors", "victims", "victim"), "person")
    | dict.fromkeys(("event", "events", "incident", "incidents"), "event")
    | dict.fromkeys(("act", "acts", "violations"), "act")
    | dict.fromkeys(("involvement", "involvements"), "involvement")
    | dict.fromkeys(("information", "informations", "bulletin", "bulletins", "mail"), "information")
    | dict.fromkeys(("intervention", "interventions"), "intervention")
    | dict.fromkeys(("biographic details", "relation", "relations"), "relation")
)
# Numbers of the Events Standard Formats, without the zero in front.
NUMBERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "101": ("event.key",),
        "102": ("event.event_title",),
        "112": ("event.local_geographical_area",),
        "113": ("event.initial_date",),
        "114": ("event.final_date",),
        "115": ("event.event_description",),
        "116": ("event.impact_of_event",),
        "150": ("event.remarks",),
        "901": ("person.key", "victim.key"),
        "902": ("person.counting_unit", "victim.counting_unit"),
        "903": ("person.person_name", "victim.person_name"),
        "904": ("person.other_names", "victim.other_names"),
        "911": ("person.date_of_birth", "victim.date_of_birth"),
        "915": ("person.sex", "victim.sex"),
        "922": ("person.occupation", "victim.occupation"),
        "926": ("person.physical_description", "victim.physical_description"),
        "928": ("person.date_deceased", "victim.date_deceased"),
        "930": ("person.group_description", "victim.group_description"),
        "931": ("person.number_of_persons_in_group", "victim.number_of_persons_in_group"),
        "941": ("person.citizenship", "victim.citizenship"),
        "945": ("person.language", "victim.language"),
        "950": ("person.remarks", "victim.remarks"),
        "2101": ("act.key",),
        "2102": ("act.victim",),
        "2103": ("act.event",),
        "2109": ("act.type_of_act",),
        "2111": ("act.when",),
        "2112": ("act.exact_location",),
        "2113": ("act.stated_reason",),
        "2114": ("act.method_of_violence",),
        "2115": ("act.attribution",),
        "2116": ("act.physical_consequences",),
        "2117": ("act.psychological_consequences",),
        "2118": ("act.age_at_time_of_victimisation",),
        "2121": ("act.final_date",),
        "2122": ("act.exact_location_at_end_of_act",),
        "2123": ("act.status_at_end_of_act",),
        "2150": ("act.remarks",),
        "2152": ("act.victim_characteristics",),
        "2153": ("act.type_of_location",),
        "2154": ("act.national_legislation",),
        "2155": ("act.international_instruments",),
        "2302": ("relation.person",),
        "2303": ("relation.related_person",),
        "2309": ("relation.type_of_relationship",),
        "2401": ("involvement.key",),
        "2402": ("involvement.perpetrator",),
        "2404": ("involvement.act",),
        "2409": ("involvement.degree_of_involvement",),
        "2412": ("involvement.type_of_perpetrator",),
        "2422": ("involvement.latest_status_as_perpetrator_in_the_act",),
        "2450": ("involvement.remarks",),
        "2501": ("information.key",),
        "2502": ("information.source",),
        "2503": ("information.tells_of",),
        "2509": ("information.source_connection_to_information",),
        "2510": ("information.language_of_source_material",),
        "2511": ("information.date_of_source_material",),
        "2512": ("information.type_of_source_material",),
        "2550": ("information.remarks",),
        "2560": ("information.date_received",),
        "2601": ("intervention.key",),
        "2602": ("intervention.intervening_party",),
        "2603": ("intervention.event",),
        "2604": ("intervention.victims",),
        "2609": ("intervention.type_of_intervention",),
        "2611": ("intervention.date_of_intervention",),
        "2612": ("intervention.parties_requested",),
        "2613": ("intervention.response",),
        "2614": ("intervention.impact_on_the_situation",),
        "2650": ("intervention.remarks",),
    }
)
