"""Files as other programs write them, about invented people: OpenEvSys, Bayanat, Uwazi, and a letter."""

from email.message import EmailMessage

OPENEVSYS = """<?xml version="1.0" encoding="UTF-8"?>
<events xmlns='http://www.huridocs.org/'>
\t<meta_data><instance>lamp</instance><date>2026-11-24</date></meta_data>
\t<event>
\t\t<event_record_number>lamp-1</event_record_number>
\t\t<event_title>Raid on an invented house</event_title>
\t\t<!-- impact_of_event : element not found -->
\t\t<management_data><entered_by>ada</entered_by></management_data>
\t\t<act>
\t\t\t<act_record_number>lamp-2</act_record_number>
\t\t\t<victim>lamp-3</victim>
\t\t\t<event>lamp-1</event>
\t\t\t<type_of_act>020111110000</type_of_act>
\t\t\t<initial_date>2026-03-00</initial_date>
\t\t\t<method_of_violence>020100000000</method_of_violence>
\t\t\t<method_of_violence>020300000000</method_of_violence>
\t\t\t<involvement>
\t\t\t\t<involvement_record_number>lamp-5</involvement_record_number>
\t\t\t\t<perpetrator>lamp-4</perpetrator>
\t\t\t</involvement>
\t\t</act>
\t</event>
\t<person><person_record_number>lamp-3</person_record_number><person_name>Ada Fictional</person_name></person>
\t<person><person_record_number>lamp-4</person_record_number><person_name>Guards</person_name></person>
</events>
"""
BAYANAT = """{
"actors": [
{"class": "actor", "id": 1, "name": "Ada Fictional", "name_ar": "آدا", "comments": "<p>Seen <b>twice</b>", \
"roles": [], "events": [{"id": 3, "title": "Arrest"}]}
{"class": "actor", "id": 2, "name": "Invented Battalion", "name_ar": null, "type": "Entity", "events": []}
]
 }"""
UWAZI_CSV = (
    "\ufeffTitle,Date added,Template,Country,Date of birth,Documents,Published\n"
    "Ada Fictional,2026-11-24,Victim,Vareland,1990-01-02,/files/a.pdf|/files/b.pdf,Published\n"
)
UWAZI_JSON = {
    "rows": [
        {
            "_id": "x",
            "title": "Ada Fictional",
            "template": "Victim",
            "published": True,
            "metadata": {
                "date_of_birth": [{"value": 631238400}],
                "country": [{"value": "k1", "label": "Vareland"}],
                "span": [{"value": {"from": 0, "to": None}}],
            },
        }
    ]
}


def letter(**more):
    mail = EmailMessage()
    mail["From"] = "Ada Fictional <ada@example.org>"
    mail["To"] = "lamp@example.org"
    mail["Date"] = "Tue, 24 Nov 2026 10:00:00 +0000"
    mail["Subject"] = more.get("subject", "What I saw")
    mail.set_content(more.get("text", "Guards beat him."))
    if "html" in more:
        mail.add_alternative(more["html"], subtype="html")
    if "file" in more:
        mail.add_attachment(more["file"], maintype="application", subtype="pdf", filename="../photo.pdf")
    return mail
