# Die kurzen Texte der Seiten auf Deutsch. Jeder Name steht auch in en.ftl.

## Rahmen

site-name = Pflegekarte
site-region = Mecklenburg-Vorpommern
skip = Zum Inhalt springen
menu-main = Hauptmenü
menu-foot = Über diese Seiten
menu-short = Menü
menu-advice-centre = Beratung
start-planning = Sie planen für einen Kreis, eine Stadt oder ein Amt?
start-planning-link = Bedarf, Plätze und Personal bis 2040
menu-planning = Planung
menu-easy = Leichte Sprache
language-name = Deutsch
language-this-page = Diese Seite auf Deutsch
menu-sources = Datenquellen und Lizenzen
menu-privacy = Datenschutz
menu-imprint = Impressum
menu-advice = Für die Beratung
menu-accessibility = Barrierefreiheit
examples = Beispieldaten:
examples-all = Alle Einrichtungen sind erfunden.
examples-some = Einrichtungen mit dem Zeichen „Beispiel“ sind erfunden.
example = Beispiel
unconfirmed = amtlich nicht bestätigt
unconfirmed-openstreetmap = aus OpenStreetMap, amtlich nicht bestätigt
unconfirmed-ask = Die Verwaltung des Kreises oder der Stadt hat diesen Eintrag nicht geprüft. Bitte fragen Sie nach, ob alles noch stimmt.
embedded-open = Ganze Pflegekarte öffnen
no-warranty = Alle Angaben ohne Gewähr. Bitte fragen Sie bei der Einrichtung nach, bevor Sie sich entscheiden.
paper-printed = Gedruckt am { $date }
paper-address = Diese Seite im Internet:
paper-code = QR-Code zu dieser Seite
back-to-search = Zurück zur Suche
to-search = Zur Suche

## Suche

search-title = Pflege in Mecklenburg-Vorpommern finden
search-heading = Angebote suchen
search-again = Neue Suche beginnen
search-form = Angebote
field-near = Ort oder Postleitzahl
field-category = Was suchen Sie?
field-within = Wie weit darf es entfernt sein?
field-unit = gemessen in
unit-km = Kilometer Luftlinie
unit-minutes = Minuten unterwegs
field-mode = Wie sind Sie unterwegs?
mode-estimated = { $mode } (Zeiten geschätzt)
field-sort = Sortieren nach
field-free-places = nur mit freien Plätzen
field-free-places-least = nur mit mindestens { $number } freien Plätzen
slider-within = Entfernung einstellen
wishes = Was ist Ihnen wichtig?
wishes-legend = Nur Angebote mit:
of-the-results = der Ergebnisse
search-button = Suchen
all-offers = Alle Angebote
all-of = Alles: { $name }
filters-also = Außerdem gefiltert:
filter-remove = entfernen
filter-or = oder { $name }
filter-words = Name oder Träger enthält „{ $text }“
filter-bbox = Kartenausschnitt
filter-radius = Umkreis { $radius } km
filter-age = freie Plätze vor höchstens { $days } Tagen gezählt
count-label = Anzahl:
unknown-place = Diesen Ort haben wir nicht gefunden.
unknown-place-title = „{ $text }“ nicht gefunden
unknown-place-heading = „{ $text }“ haben wir nicht gefunden
did-you-mean = Meinten Sie:
ambiguous-place = Diesen Ort gibt es mehrmals.
ambiguous-place-heading = Welchen Ort meinen Sie mit „{ $text }“?
ambiguous-address = Diese Adresse gibt es mehrmals, oder sie ist anders geschrieben.
address-interpolated = Diese Hausnummer ist nicht verzeichnet. Gesucht wird ab der Stelle, an der sie zwischen ihren Nachbarn liegt.
address-unknown-number = Diese Hausnummer ist nicht verzeichnet. Gesucht wird ab der Mitte der Straße.
address-street = Gesucht wird ab der Mitte der Straße. Mit der Hausnummer wird es genauer.
address-credit = Adressen: { $credit }
posted-private = Was Sie eingegeben haben, steht in keinem Link und wird nicht gespeichert.
posted-shared = Link zum Weitergeben, nur mit dem Ort
advice-only-locality = Gesucht wird ab { $place }. Adressen werden in Beratungsfällen nicht gespeichert.
known-part = Von „{ $text }“ kennen wir nur: { $place }. Entfernungen gelten ab der Mitte dieses Ortes.
also-named = Meinten Sie einen anderen Ort?
check-spelling = Bitte prüfen Sie die Schreibweise. Sie können auch eine Postleitzahl oder eine Gemeinde in Mecklenburg-Vorpommern eingeben.
lost-heading = Das Verzeichnis hat sich geändert
lost-text = Diese Seite der Liste lässt sich deshalb nicht mehr finden.
to-the-start = Zum Anfang der Liste

problem-near = Bitte geben Sie einen Ort oder eine Postleitzahl mit höchstens 100 Zeichen ein.
problem-category = Diese Art von Angebot kennen wir nicht. Bitte wählen Sie eine aus der Liste.
problem-radius = Bitte wählen Sie einen Umkreis über 0 und höchstens { $most } km.
problem-minutes = Bitte geben Sie eine Zahl über 0 und höchstens 600 Minuten an.
problem-mode = Bitte wählen Sie Auto, Fahrrad oder zu Fuß.
problem-sort = So lässt sich nicht sortieren. Bitte wählen Sie eine Sortierung aus der Liste.
problem-free-places = Bitte geben Sie für freie Plätze eine ganze Zahl an.
problem-other = Die Angabe „{ $field }“ in der Adresse ist unbekannt oder nicht lesbar.

## Ergebnisse

found-facilities =
    { $count ->
        [0] Keine Einrichtungen und Dienste
        [one] 1 Einrichtung oder Dienst
       *[other] { $number } Einrichtungen und Dienste
    }
found-in-state = { $what } in Mecklenburg-Vorpommern
found-around = { $what } im Umkreis von { $radius } km um { $place }
found-within = { $what } in höchstens { $minutes } Minuten { $mode } ab { $place }
found-in-area = { $what } { $place }
found-in-area-within = { $what } { $place }, in höchstens { $minutes } Minuten { $mode } ab der Mitte
in-district = im Landkreis { $name }
in-amt = im Amt { $name }
in-municipality = in der Gemeinde { $name }
in-town = in { $name }
on-island = auf { $name }
on-peninsula = auf der Halbinsel { $name }
chosen-point = den gewählten Punkt
chosen-point-from = dem gewählten Punkt
sorted-by = Sortiert nach: { $sort }
sorted-by-name-without-place = Sortiert nach: { $sort }, weil kein Ort angegeben ist
sorted-by-without-roads = Sortiert nach: { $sort }. Die Routenberechnung ist gerade nicht erreichbar, deshalb sind die Zeiten geschätzt
sorted-by-off-road = Sortiert nach: { $sort }. Der Ort liegt weit ab von Straßen, deshalb stehen hier keine Minuten
shown = { $shown } von { $total } werden gezeigt
shown-from = { $first } bis { $last } von { $total } werden gezeigt
more-results = Weitere Ergebnisse
provider-is = Träger: { $name }
phone-is = Telefon:
somewhere-here = in diesem Ort oder nahe dabei; die genaue Lage ist nicht bekannt
straight = { $length } Luftlinie
straight-about = ungefähr { $length } Luftlinie bis zur Ortsmitte; die genaue Lage ist nicht bekannt
note-on-german-page = Dazu steht ein Hinweis auf der deutschen Seite.
way = etwa { $duration } { $mode }
way-estimated = etwa { $duration } { $mode }, geschätzt
way-none = kein Weg { $mode } bekannt
minutes-estimated = Zeiten geschätzt
print-map-credit = Karte: © GeoBasis-DE / BKG (VG250) und Zensus 2011 (dl-de/by-2-0), Daten verändert. Gewässer: GSHHG (LGPL). Bahnhöfe: DB InfraGO. Orte: GeoNames (beide CC BY 4.0), © OpenStreetMap-Mitwirkende (ODbL).
print-map = Karte mit den Nummern der Liste
print-map-one = Karte mit der Lage der Einrichtung
map-of-results = Karte der Ergebnisse
map-numbers = Die Nummern auf der Karte gehören zu den Einträgen der Liste.
find-more = So finden Sie mehr:
change-search = Ändern Sie die Suche, oder
start-over = beginnen Sie von vorn
widen-radius = im Umkreis von { $radius } km suchen
widen-minutes = in höchstens { $minutes } Minuten
widen-car = mit dem Auto
widen-free-places = auch ohne gemeldete freie Plätze
widen-category = alle Arten von Angeboten
widen-near = im ganzen Land

sort-distance = Entfernung
sort-travel_time = Dauer des Weges
sort-name = Name
sort-free_places = freie Plätze

by-car = mit dem Auto
by-bicycle = mit dem Fahrrad
by-foot = zu Fuß

minutes = { $minutes } Min.
hours = { $hours } Std.
hours-minutes = { $hours } Std. { $minutes } Min.

## Plätze

places =
    { $count ->
        [one] { $number } Platz
       *[other] { $number } Plätze
    }
dwellings =
    { $count ->
        [one] { $number } Wohnung
       *[other] { $number } Wohnungen
    }
places-on = { $places }, Stand { $date }
free-places =
    { $count ->
        [0] kein freier Platz
        [one] { $number } freier Platz
       *[other] { $number } freie Plätze
    }
free-dwellings =
    { $count ->
        [0] keine freie Wohnung
        [one] { $number } freie Wohnung
       *[other] { $number } freie Wohnungen
    }
on-request = auf Anfrage
no-recent-count = keine aktuelle Angabe
no-recent-count-since = keine aktuelle Angabe (zuletzt am { $date })
state-free =
    { $count ->
        [one] { $number } Platz frei
       *[other] { $number } Plätze frei
    }
state-free-dwellings =
    { $count ->
        [one] { $number } Wohnung frei
       *[other] { $number } Wohnungen frei
    }
state-full = Kein Platz frei
state-full-dwellings = Keine Wohnung frei
state-ask = Bitte anrufen
state-on-request = freie Termine am Telefon
state-no-report = keine Angabe zu freien Plätzen
state-reported-last = zuletzt gemeldet am { $date }
reported-today = gemeldet heute
reported-yesterday = gemeldet gestern
reported-days = gemeldet vor { $days } Tagen

call = Anrufen
fact-own_share-month = Eigenanteil im Monat
fact-own_share-day = Eigenanteil am Tag
fact-own_share-hour = Eigenanteil je Stunde
fact-own_share-meal = Eigenanteil je Mahlzeit
fact-price-month = Preis im Monat
fact-price-day = Preis am Tag
fact-price-hour = Preis je Stunde
fact-price-meal = Preis je Mahlzeit

## Kosten

costs-as-of = Preise vom { $date }
costs-from = Preise ab { $date }
costs-a-month = Das kostet ein Monat
costs-a-day = Das kostet ein Tag
costs-a-hour = Das kostet eine Stunde
costs-a-meal = Das kostet eine Mahlzeit
costs-sum = Summe dieser Beträge
costs-old = Diese Angaben sind älter als ein Jahr. Die Kosten können seitdem gestiegen sein.
costs-supplement = Auf den Anteil für die Pflege zahlt die Pflegekasse ab Pflegegrad 2 einen Zuschlag, der mit der Dauer des Aufenthalts steigt (§ 43c SGB XI). Er ist hier nicht abgezogen.
cost-own_share = Eigenanteil insgesamt
cost-care_share = Pflege, Ihr Anteil (EEE)
cost-board_and_lodging = Unterkunft und Verpflegung
cost-investment = Investitionskosten
cost-training_levy = Ausbildungszuschlag
cost-price = Preis, vor Leistungen der Kassen

## Einrichtung

contact-heading = Kontakt
phone = Telefon
email = E-Mail
website = Internet
opening-hours = Öffnungszeiten
inside-of = in den Plätzen von „{ $name }“ enthalten
law-is = Rechtsgrundlage: { $laws }
good-to-know = Gut zu wissen
approximate = Lage ungefähr: Ortsmitte. Für diese Einrichtung sind keine genauen Koordinaten bekannt.
on-the-map = Lage auf der Karte
association-is = Verband: { $name }
route-panel-from = Von { $place }: { $straight }
route-panel-way = etwa { $duration }, { $length }
route-panel-way-estimated = etwa { $duration }, { $length }, geschätzt
route-panel-no-way = keine Verbindung auf bekannten Straßen und Wegen
route-panel-estimated = Zeiten geschätzt: aus der Luftlinie gerechnet. Für geschätzte Zeiten zeigen wir keine Route.
route-panel-roads-away = Die Routenberechnung ist gerade nicht erreichbar. Deshalb sind die Zeiten geschätzt, und wir zeigen keine Route.
route-panel-approximate = Von dieser Einrichtung kennen wir nur den Ort. Deshalb nennen wir keine Fahrzeiten.
route-panel-show = Route auf der Karte zeigen
route-panel-place = Wie weit ist es von …
route-panel-other-place = Wie weit ist es von einem anderen Ort?
route-panel-hint = Ihr Ort oder Standort wird nicht gespeichert und nicht weitergegeben.
route-panel-button = Berechnen
your-position = Ihrem Standort
transit-link = Verbindung mit Bus und Bahn suchen
transit-leaves = (andere Website: { $host }; sie erfährt nur das Ziel)
source-example = Quelle: erfundenes Beispiel.
source-openstreetmap = Quelle: © OpenStreetMap-Mitwirkende, Lizenz ODbL.
source-openstreetmap-licence = Mehr zur Lizenz (andere Website)
source-list = Quelle: Liste „{ $list }“.
register-version = Stand des Verzeichnisses: { $date }.

kind-public = öffentlicher Träger
kind-non_profit = freigemeinnütziger Träger
kind-private = privater Träger

feature-barrier_free = barrierefrei
feature-low_barrier = barrierearm
feature-dementia = für Menschen mit Demenz
feature-ventilation = Pflege bei Beatmung
feature-vegetative_state = Pflege im Wachkoma
feature-palliative = palliative Pflege
feature-single_room = Einzelzimmer
feature-pets = Haustiere möglich
feature-transport_service = Fahrdienst
feature-garden = Garten
feature-young_patients = für jüngere Menschen
feature-disability = für Menschen mit Behinderung
feature-mental_illness = für Menschen mit psychischer Erkrankung

keep-one = Merken
neighbours-heading = Ähnliche Angebote in der Nähe
neighbour-at = { $length } von hier
neighbour-about = ungefähr { $length } von hier
facility-description = { $name }, { $town }: { $offers }. Freie Plätze, Kosten, Öffnungszeiten, Adresse und Telefon in der Pflegekarte Mecklenburg-Vorpommern.
action-route = Route
action-print = Drucken
action-share = Teilen
actions-label = Was Sie tun können
fact-as-of = Stand { $date }
facts-label = Das Wichtigste in Kürze
offers-and-places = Angebote und Plätze
offers-column-offer = Angebot
offers-column-size = Größe
offers-column-free = Frei
offers-column-reported = Gemeldet
phone-questions = Fragen für Ihren Anruf
phone-questions-all = Alle Fragen zum Ausdrucken
visit-heading = Besuch eintragen
visit-hint = Sie bekommen eine Datei für Ihren Kalender. Wir speichern nichts.
visit-day = Tag
visit-time = Uhrzeit
visit-button = Kalendereintrag laden
visit-wrong = Bitte geben Sie einen Tag und eine Uhrzeit an, zum Beispiel 3.12.2026 und 10:00.
visit-summary = Besuch: { $name }
download-vcard-3 = vCard 3
how-current = Wie aktuell ist das?
age-free-places = Freie Plätze vom { $date }.
age-places = Zahl der Plätze vom { $date }.
age-costs = Preise vom { $date }.
address-heading = Adresse und Weg
town-heading = { $category } in { $town }
town-found =
    { $count ->
        [0] In { $town } selbst kennen wir kein Angebot dieser Art.
        [one] In { $town } kennen wir 1 Angebot.
       *[other] In { $town } kennen wir { $number } Angebote.
    }
town-places = Zusammen sind es { $places }.
town-free =
    { $count ->
        [0] Einen freien Platz hat in den letzten zwei Wochen niemand gemeldet.
        [one] 1 davon hat in den letzten zwei Wochen einen freien Platz gemeldet.
       *[other] { $number } davon haben in den letzten zwei Wochen freie Plätze gemeldet.
    }
town-distance = ungefähr { $length } entfernt
town-search = Suche öffnen und ändern
town-in = In { $town }
town-near = In der Nähe
town-advice = Unsicher? Hier werden Sie kostenlos beraten
town-others = Andere Angebote in { $town }
report-mail = Fehler melden
always-open = rund um die Uhr
now-open = Jetzt geöffnet
now-open-until = Jetzt geöffnet, schließt { $moment }
now-closed = Jetzt geschlossen
now-closed-until = Jetzt geschlossen, öffnet { $moment }
now-unknown = Jetzt { $said }
at-time = um { $time } Uhr
at-day-time = am { $day } um { $time } Uhr
at-date-time = am { $date } um { $time } Uhr
clock-start-of-day = 0
clock-noon = 12
clock-end-of-day = 24
hours-to = { $from } bis { $to }
hours-and = und
hours-times = { $times } Uhr
hours-approximate-times = { $times } (ungefähr)
hours-open-end = ab { $time }
hours-all-day = ganztägig
hours-by-appointment = nach Vereinbarung
hours-else = sonst { $rule }
hours-nth-day = jeden { $numbers } { $day } im Monat
hours-ordinal-1 = 1.
hours-ordinal-2 = 2.
hours-ordinal-3 = 3.
hours-ordinal-4 = 4.
hours-ordinal-5 = 5.
hours-ordinal-last = letzten
hours-public-holidays = an Feiertagen
hours-school-holidays = in den Schulferien
hours-date = { $day }. { $month }
hours-weeks = in Kalenderwoche { $weeks }
hours-every-nth-week = jede { $step }. Woche
hours-easter = Ostersonntag
hours-before-easter = { $days } Tage vor Ostersonntag
hours-after-easter = { $days } Tage nach Ostersonntag
hours-dawn = Morgendämmerung
hours-sunrise = Sonnenaufgang
hours-sunset = Sonnenuntergang
hours-dusk = Abenddämmerung
hours-before-event = { $span } Stunden vor { $event }
hours-after-event = { $span } Stunden nach { $event }
hours-approximate = Zeiten nach dem Stand der Sonne sind nur ungefähr.
month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
today = heute
today-is-holiday = Heute ist ein Feiertag ({ $name }). Die Zeiten können abweichen.
week-caption = Öffnungszeiten der nächsten sieben Tage
day-mo = Montag
day-tu = Dienstag
day-we = Mittwoch
day-th = Donnerstag
day-fr = Freitag
day-sa = Samstag
day-su = Sonntag
day-closed = geschlossen
holiday-new-year = Neujahr
holiday-womens-day = Frauentag
holiday-good-friday = Karfreitag
holiday-easter-monday = Ostermontag
holiday-labour-day = Tag der Arbeit
holiday-ascension = Christi Himmelfahrt
holiday-whit-monday = Pfingstmontag
holiday-unity = Tag der Deutschen Einheit
holiday-reformation = Reformationstag
holiday-christmas = Weihnachten

## Merken und vergleichen

title-kept = Merkliste
title-compare = Vergleich
keep = merken
show-kept = Merkliste öffnen
compare-chosen = Ausgewählte vergleichen
saved-list-form = Auswahl
saved-list-intro = Sie können den Link zu dieser Seite speichern oder verschicken.
saved-note = Ihre Notiz, nur in diesem Browser
saved-list-empty = Noch nichts gemerkt. Tippen Sie bei einem Angebot auf das Lesezeichen.
saved-list-unknown =
    { $count ->
        [one] 1 Einrichtung steht nicht mehr im Verzeichnis und fehlt deshalb hier.
       *[other] { $number } Einrichtungen stehen nicht mehr im Verzeichnis und fehlen deshalb hier.
    }
printed-on = Stand { $date }. Bitte fragen Sie nach, ob die Angaben noch stimmen.
compare-button = Vergleichen
compare-caption = Angebote nebeneinander
compare-heading =
    { $count ->
        [one] 1 Angebot
       *[other] { $number } Angebote im Vergleich
    }
compare-differences = Nur Unterschiede
compare-all-rows = Alle Zeilen zeigen
compare-legend-best = günstiger als die anderen
compare-legend-ask = fehlt oder bitte erfragen
compare-drop = { $name } aus dem Vergleich nehmen
compare-ask = bitte erfragen
compare-not-offered = nicht angeboten
compare-cheapest = am günstigsten
compare-old = älter als ein Jahr
compare-prices-of = Preise vom
compare-costs-month = Kosten im Monat
compare-costs-day = Kosten am Tag
compare-costs-hour = Kosten je Stunde
compare-costs-meal = Kosten je Mahlzeit
compare-left-out =
    { $count ->
        [0] In keiner Zeile steht überall dasselbe.
        [one] 1 Zeile, in der überall dasselbe steht, ist ausgeblendet.
       *[other] { $number } Zeilen, in denen überall dasselbe steht, sind ausgeblendet.
    }
compare-too-many = Nebeneinander passen { $number }. Gezeigt werden die ersten.
compare-empty = Noch nichts zu vergleichen. Tippen Sie bei zwei oder mehr Angeboten auf das Lesezeichen.
to-kept = Zur Merkliste
download-vcard = Kontakt speichern (vCard)
download-xlsx = Als Tabelle speichern (Excel)
download-csv = Als Tabelle speichern (CSV)
table-sheet = Angebote
table-name = Einrichtung
table-offer = Angebot
table-places = Plätze
table-as-of = Stand der Plätze
table-free = Freie Plätze
table-counted-on = Gezählt am
table-own-share = Eigenanteil im Monat (€)
table-costs-from = Kosten ab
table-street = Straße
table-postcode = PLZ
table-town = Ort
table-email = E-Mail
table-website = Internet
table-note = Bemerkung
table-page = Kennung
table-note-rows = Eine Zeile je Angebot. Leere Felder sind nicht bekannt.
table-note-free = Freie Plätze ändern sich schnell. Bitte rufen Sie an und fragen Sie nach.
table-note-costs = Der Eigenanteil ist der Betrag aller Kosten im Monat, soweit die Einrichtung ihn nennt.
table-note-examples = Mit „Beispiel“ bezeichnete Einrichtungen sind erfunden.
address = Adresse
provider = Träger
not-given = keine Angabe
yes = ja
no = nein

## Beratung

title-advice = Pflegeberatung
advice-intro = Mehrere Ratsuchende nebeneinander, mit Suche, Auswahl und Notizen je Fall.
advice-without-scripts = Ohne JavaScript gibt es hier eine Suche mit langer Liste und die Fragen zum Ausdrucken. Mehrere Fälle und Notizen brauchen JavaScript.
advice-cases = Fälle
advice-new-case = Neuer Fall
advice-label = Name des Falls
advice-print = Fall drucken
advice-delete-case = Fall löschen
advice-rows = Zeilen
advice-column-mark = Auswahl
advice-column-name = Name
advice-column-place = Ort
advice-column-distance = Luftlinie
advice-column-time = Zeit { $mode }
advice-column-minutes = Zeit
advice-also = außerdem { $names }
advice-chosen = Auswahl für diesen Fall
advice-chosen-none = Kreuzen Sie in der Liste an, was in Frage kommt.
advice-to-kept = Als Merkliste öffnen
advice-asking = Fragen und Notizen
advice-asking-hint = Ein Haken heißt: geklärt.
advice-settled = Geklärt:
advice-note = Notiz:
advice-files = Fälle sichern und löschen
advice-files-text = Namen der Fälle und Notizen verlassen diesen Browser nicht. Wer denselben Browser benutzt, kann sie lesen. Löschen Sie an einem gemeinsamen Rechner deshalb am Ende alles, und sichern Sie vorher als Datei, was Sie noch brauchen.
advice-export = Alle Fälle als Datei sichern
advice-import = Fälle aus Datei laden
advice-export-spoilt = Unlesbare Fälle als Datei sichern
advice-delete-all = Alles löschen
advice-for-good = Das lässt sich nicht rückgängig machen.
advice-delete = Löschen
advice-cancel = Abbrechen

ask-first = Erstes Gespräch
ask-person = Für wen wird Hilfe gesucht, und wer entscheidet mit? Gibt es eine Vollmacht oder eine Betreuung?
ask-urgency = Bis wann muss eine Lösung da sein? Steht eine Entlassung aus dem Krankenhaus an?
ask-grade = Gibt es einen Pflegegrad? Ist ein Antrag gestellt, oder reicht der Grad nicht mehr?
ask-help-now = Wer hilft jetzt, wobei und wie oft? Was wird den Helfenden zu viel?
ask-mobility = Wie gehen Aufstehen, Laufen, Treppen, Waschen und Anziehen? Welche Hilfsmittel sind da?
ask-memory = Lässt das Gedächtnis nach? Ist eine Demenz festgestellt? Wie sind die Nächte?
ask-health = Welche Krankheiten, Medikamente und Behandlungen bestimmen den Tag?
ask-home = Wie ist die Wohnung: Stufen, Bad, Wege zum Einkaufen? Wer wohnt mit dort?
ask-wishes = Was wünscht sich der Mensch selbst, und was auf keinen Fall?
ask-distance = Wie weit darf es weg sein? Wer kann fahren?
ask-money = Welche Leistungen gibt es schon? Was kann im Monat selbst gezahlt werden? Kommt das Sozialamt in Frage?
ask-next-steps = Was ist verabredet: Wer tut was bis wann?

ask-at-home = Hilfe zu Hause
ask-times = Ab wann sind Zeiten frei, auch morgens, abends und am Wochenende?
ask-same-people = Kommen meist dieselben Menschen, und wer vertritt sie?
ask-nights = Wer ist nachts und im Notfall zu erreichen?
ask-split-of-costs = Was zahlt die Pflegekasse, was die Krankenkasse, was bleibt übrig?
ask-on-the-way = Kommt der Dienst bis hierher, und kostet der Weg extra?

ask-for-some-time = Tagespflege und Pflege für einige Wochen
ask-days = An welchen Tagen oder in welchen Wochen ist ein Platz frei?
ask-transport = Holt ein Fahrdienst ab, und wie lange dauert die Fahrt?
ask-trial-day = Kann man zur Probe kommen?
ask-annual-sum = Wie viel vom Jahresbetrag für Kurzzeit- und Verhinderungspflege ist schon verbraucht?
ask-what-to-bring = Was muss mit: Medikamente, Verordnungen, Hilfsmittel?

ask-in-a-home = Leben im Pflegeheim
ask-waiting-list = Ist ein Platz frei, oder wie lang ist die Warteliste?
ask-own-share = Wie hoch ist der Eigenanteil im Monat, und was ist darin enthalten?
ask-room = Gibt es ein Einzelzimmer? Was darf mitgebracht werden?
ask-dementia-care = Wie wird für Menschen mit Demenz gesorgt, auch nachts?
ask-doctor = Kann die Hausärztin oder der Hausarzt bleiben?
ask-viewing = Wann kann man das Haus ansehen, und wer geht mit?

ask-in-housing = Wohnen mit Hilfe
ask-lease = Was gehört fest zum Vertrag, und was kommt nur bei Bedarf dazu?
ask-more-care = Kann man bleiben, wenn mehr Pflege nötig wird?
ask-steps-and-bath = Geht alles ohne Stufen: Eingang, Aufzug, Bad?
ask-who-decides = Wer bestimmt in der Wohngemeinschaft, welcher Dienst kommt?
ask-rent = Was kosten Miete und Betreuung zusammen? Kommt Wohngeld in Frage?

## Nichts da

no-page = Diese Seite gibt es nicht
no-page-text = Vielleicht ist die Adresse unvollständig, oder die Seite ist umgezogen.
no-facility = Diese Einrichtung steht nicht im Verzeichnis
no-facility-text = Vielleicht ist die Adresse unvollständig, oder die Einrichtung wurde aus dem Verzeichnis genommen.

## Was sich nicht beantworten lässt

refused-unreadable = Diese Anfrage konnten wir nicht lesen
refused-unreadable-text = Vielleicht ist die Adresse beschädigt oder unvollständig. Bitte gehen Sie zurück und versuchen Sie es noch einmal.
refused-address = Diese Adresse ist zu lang
refused-address-text = Bitte geben Sie weniger auf einmal an oder fangen Sie auf der Startseite neu an.
refused-method = So lässt sich diese Seite nicht aufrufen
refused-method-text = Bitte öffnen Sie die Seite über einen Link oder ein Formular auf unseren Seiten.
refused-slow = Das Absenden hat zu lange gedauert
refused-slow-text = Nach { $seconds } Sekunden war noch nicht alles angekommen. Nichts wurde gespeichert. Bitte prüfen Sie Ihre Verbindung zum Internet, gehen Sie zurück und senden Sie noch einmal.
refused-large = Was Sie gesendet haben, ist zu groß
refused-large-text = Hier passen höchstens { $size } hinein. Nichts wurde gespeichert. Bitte gehen Sie zurück und kürzen Sie die Texte oder wählen Sie eine kleinere Datei.
refused-busy = Gerade ist sehr viel los
refused-busy-text = Bitte laden Sie die Seite in { $seconds } Sekunden noch einmal.
refused-failed = Diese Seite lässt sich gerade nicht anzeigen
refused-failed-text = Der Fehler ist vermerkt. Bitte versuchen Sie es später noch einmal.
size-kilobytes = { $number } Kilobyte
size-megabytes = { $number } Megabyte

## Über die Seiten

title-sources = Datenquellen und Lizenzen
title-privacy = Datenschutz
title-imprint = Impressum
title-accessibility = Erklärung zur Barrierefreiheit
title-easy-start = Pflegekarte in Leichter Sprache
title-easy-search = So suchen Sie
title-easy-care = Arten von Pflege
title-easy-privacy = Datenschutz in Leichter Sprache
title-easy-accessibility = Barrierefreiheit in Leichter Sprache
list-facilities =
    { $count ->
        [one] { $number } Einrichtung
       *[other] { $number } Einrichtungen
    }

## Skripte im Browser

client-kind-quarter = { $name }, Stadtteil von { $municipality }
client-kind-place = { $name }, Ortsteil von { $municipality }
client-kind-municipality = { $name }, Gemeinde im Landkreis { $district }
client-kind-city = { $name }, Stadt
client-kind-district = Landkreis { $name }, ganzer Landkreis
client-kind-amt = Amt { $name }, Landkreis { $district }
client-kind-island = { $name }, ganze Insel
client-kind-peninsula = { $name }, ganze Halbinsel
client-kind-postcode = { $name }, Postleitzahl von { $municipality }
client-kind-within = { $postcode } { $place }
client-suggestions = Vorschläge
client-suggestions-none = Keine Vorschläge
client-suggestions-one = 1 Vorschlag
client-suggestions-many = { $number } Vorschläge
client-position-use = Mein Standort
client-position-wait = Ihr Standort wird bestimmt …
client-position-found = Nächster Ort: { $place }. Ihr genauer Standort wird nicht gespeichert und nicht weitergegeben.
client-position-failed = Ihr Standort ließ sich nicht bestimmen. Bitte geben Sie einen Ort ein.
client-route-wait = Der Weg wird geholt …
client-route-shown = Auf der Karte steht jetzt der Weg { $mode } ({ $length }, etwa { $duration }).
client-route-none = Für diesen Weg gibt es gerade keine Linie. Die Zeiten oben gelten weiter.
client-route-name = Weg { $mode }
client-keep = Merken
client-forget = Merkliste leeren
client-share = Als Link verschicken
client-share-done = Adresse kopiert
client-share-failed = Bitte kopieren Sie die Adresse oben im Browser
client-print = Drucken
client-basket-add = In den Korb
client-basket-in = Im Korb
client-basket = Korb
client-png-failed = PNG nicht möglich
client-zoom-in = Karte vergrößern
client-zoom-out = Karte verkleinern
client-map-credit = © GeoBasis-DE / BKG, Zensus 2011, GSHHG, DB InfraGO, GeoNames, OpenStreetMap-Mitwirkende; Daten verändert
client-map-licences = Lizenzen
client-marker = { $number }: { $name }, in der Liste zeigen
client-position = Lage: { $name }

## Die Startseite

start-heading = Pflege in Ihrer Nähe finden
start-lead = Freie Plätze und Telefonnummern. Kostenlos, ohne Anmeldung.
start-what = Was brauchen Sie?
start-where = Wo?
start-button = Angebote zeigen
start-nothing = Bitte wählen Sie etwas aus, oder geben Sie einen Ort ein.
near-example = Ort oder PLZ
start-total = { $total } im ganzen Land
start-districts = Angebote in den Kreisen
start-district = { $name }: { $total } Einrichtungen und Dienste
start-advice-heading = Erst einmal reden?
start-advice-text = Der Pflegestützpunkt berät Sie kostenlos und neutral.
start-advice-link = Beratung finden
start-news-heading = Neu in dieser Woche
news-free =
    { $count ->
        [one] 1 Einrichtung hat freie Plätze gemeldet.
       *[other] { $number } Einrichtungen haben freie Plätze gemeldet.
    }
start-news-link = Freie Plätze ansehen
start-topics = Auch gesucht:
start-every = Alle Arten von Angeboten
start-by-name = Haus oder Träger nach Namen suchen
start-name-field = Name des Hauses oder des Trägers

## Ergebnisse: Leiste, Filter, Karten der Liste

bar-what = Was
bar-where = Wo
bar-within = Wie weit
bar-change = Ändern
bar-whole-area = im ganzen Gebiet
bar-point = gewählter Punkt
bar-km = bis { $radius } km
bar-minutes = bis { $minutes } Min. { $mode }
chip-free = Freier Platz
chip-free-least = mindestens { $number } freie Plätze
chip-on = eingeschaltet, drücken schaltet aus
kinds = Art der Hilfe
chips-all = Alle Filter
skip-to-first = Zum ersten Ergebnis springen
results-list = Liste
found-free = { $what } mit freiem Platz
found-free-least = { $what } mit mindestens { $number } freien Plätzen
legend-free = mit freiem Platz
legend-full = belegt
legend-unknown = ohne aktuelle Angabe
legend-on-request = ohne Platzzahl
left-out =
    { $count ->
        [one] 1 weiteres Angebot ohne aktuelle Angabe. Anrufen lohnt sich.
       *[other] { $number } weitere ohne aktuelle Angabe. Anrufen lohnt sich.
    }
left-out-show = Zeigen
show-more =
    { $count ->
        [one] Ein weiteres Ergebnis zeigen
       *[other] Weitere { $number } zeigen
    }
times-estimated = Zeiten { $mode } geschätzt, Entfernungen als Luftlinie.
times-on-roads = Zeiten { $mode }, Entfernungen als Luftlinie.
lengths-straight = Entfernungen als Luftlinie.
switch-label = Ansicht
switch-list = Liste
switch-map = Karte

## Skripte der Beratungsseite

advice-script-case = Fall { $number }
advice-script-remove = entfernen
advice-script-ask-case = „{ $name }“ mit Suche, Auswahl und Notizen löschen?
advice-script-ask-all = Alle Fälle ({ $number }) mit Suchen, Auswahl und Notizen löschen?
advice-script-case-deleted = „{ $name }“ ist gelöscht.
advice-script-all-deleted = Alle Fälle sind gelöscht.
advice-script-blocked = Ihr Browser erlaubt dieser Seite nicht, etwas zu speichern. Ihre Fälle bleiben da, bis Sie die Seite verlassen. Sichern Sie sie vorher als Datei.
advice-script-full = Ihr Browser konnte die letzte Änderung nicht speichern, der Speicher ist voll. Auf dieser Seite ist noch alles da. Sichern Sie die Fälle als Datei, bevor Sie die Seite verlassen.
advice-script-spoilt = Die Fälle, die dieser Browser gespeichert hat, sind nicht lesbar. Sie sind beiseitegelegt, und Sie können sie unten als Datei sichern.
advice-script-most-cases = Mehr als { $number } Fälle passen nicht auf diese Seite. Sichern Sie welche als Datei, und löschen Sie sie hier.
advice-script-most-marks = Mehr als { $number } Einrichtungen passen nicht in die Auswahl eines Falls.
advice-script-search-failed = Die Suche ist gerade nicht zu erreichen. Ihre Angaben und Notizen sind noch da. Bitte versuchen Sie es gleich noch einmal.
advice-script-loaded-none = Alle Fälle der Datei „{ $name }“ sind schon da. Es wurde nichts geändert.
advice-script-loaded-one = 1 Fall aus „{ $name }“ geladen.
advice-script-loaded-many = { $number } Fälle aus „{ $name }“ geladen.
advice-script-file-large = „{ $name }“ ist zu groß für eine Datei mit Fällen. Es wurde nichts geändert.
advice-script-file-unreadable = „{ $name }“ ist beschädigt oder keine Datei mit Fällen. Es wurde nichts geändert. Bitte wählen Sie eine Datei, die auf dieser Seite gesichert wurde.
advice-script-file-newer = „{ $name }“ stammt aus einer neueren Fassung dieser Seite und ist hier nicht lesbar. Es wurde nichts geändert.
advice-script-file-case = In „{ $name }“ ist der { $number }. Fall beschädigt: Die Angabe „{ $place }“ ist nicht lesbar. Es wurde nichts geändert.
advice-script-file-name = beratung-faelle.json

## Planung

planning-tab-overview = Überblick
planning-tab-scenarios = Szenarien
planning-tab-sites = Standorte
planning-tab-indicators = Indikatoren
planning-tab-compare = Vergleich
planning-tab-plan = Pflegeplan
planning-tab-data = Daten
planning-tab-basket = Korb
planning-search = Gebiet suchen
planning-search-label = Kreis, Amt, Gemeinde oder Planungsraum
planning-search-example = Gebiet
planning-search-button = Suchen
planning-warranty = Zahlen der kommenden Jahre sind gerechnet und hängen von den Annahmen ab.
planning-around = Gebiete darüber
planning-explanation = Rechenweg
planning-range = 8 von 10 Zukünften
planning-table = Tabelle
planning-posted = Dieselbe Rechnung über die Schnittstelle
planning-posted-body = Als Inhalt von
planning-more-faults = und { $number } weitere
planning-back-to-start = Zum Anfang der Planung
planning-source = Quelle: { $statistics }; eigene Berechnung, Modell { $model }.
planning-statistics-care = Pflegestatistik (Statistische Ämter, dl-de/by-2-0)
planning-statistics-both = Bevölkerungsfortschreibung, Pflegestatistik
planning-statistics-both-offices = Bevölkerungsfortschreibung, Pflegestatistik (Statistische Ämter, dl-de/by-2-0)
planning-statistics-ages = Bevölkerungsfortschreibung, Altersgruppen auf Altersjahre aufgeteilt
planning-statistics-census = Pflegestatistik, Zensus 2022
planning-statistics-register = Verzeichnis der Einrichtungen
planning-draws = Berechnet aus { $number } möglichen Zukünften.
planning-drawn-with-rates = Enthalten ist der Zufall bei Geburten, Todesfällen, Umzügen und Pflegequoten; dass Plätze oder Personal anders kommen, ist nicht enthalten.
planning-drawn = Enthalten ist nur der Zufall bei Geburten, Todesfällen und Umzügen; dass Pflegequoten, Plätze oder Personal anders kommen, ist nicht enthalten.
planning-compared-none = { $year } keine
planning-compared-same = etwa so viele wie { $year }
planning-compared-more = { $percent } Prozent mehr als { $year }
planning-compared-fewer = { $percent } Prozent weniger als { $year }
planning-people-down-up = Weniger Menschen, aber mehr Pflegebedürftige
planning-people-up-up = Mehr Menschen und mehr Pflegebedürftige
planning-people-down-down = Weniger Menschen und weniger Pflegebedürftige
planning-people-up-down = Mehr Menschen, aber weniger Pflegebedürftige
planning-people-same-up = Etwa gleich viele Menschen, aber mehr Pflegebedürftige
planning-people-same-down = Etwa gleich viele Menschen, weniger Pflegebedürftige
planning-people-down-same = Weniger Menschen, etwa gleich viele Pflegebedürftige
planning-people-up-same = Mehr Menschen, etwa gleich viele Pflegebedürftige
planning-people-same-same = Etwa so viele Menschen und Pflegebedürftige wie heute
planning-people-down-open = Weniger Menschen; ob es mehr Pflegebedürftige werden, ist offen
planning-people-up-open = Mehr Menschen; ob es mehr Pflegebedürftige werden, ist offen
planning-people-same-open = Etwa gleich viele Menschen; ob es mehr Pflegebedürftige werden, ist offen
planning-people-open-up = Mehr Pflegebedürftige; ob mehr oder weniger Menschen hier leben werden, ist offen
planning-people-open-down = Weniger Pflegebedürftige; ob mehr oder weniger Menschen hier leben werden, ist offen
planning-people-open-same = Etwa gleich viele Pflegebedürftige; ob mehr oder weniger Menschen hier leben werden, ist offen
planning-people-open-open = Ob es mehr Menschen und Pflegebedürftige werden, ist offen
planning-need = { $year }: { $number } Pflegebedürftige, { $compared }
planning-need-open = { $year }: wahrscheinlich { $low } bis { $high } Pflegebedürftige nach { $number } im Jahr { $base }
planning-old-people = { $year } leben hier { $number } Menschen ab 80, { $compared }
planning-places-unknown = Zu den Heimplätzen gibt es keine Angabe
planning-places-enough = Die Heimplätze reichen rechnerisch bis { $year }
planning-places-already = Schon { $year } übersteigt der Bedarf die Heimplätze
planning-places-enough-in = { $year } reichen die Heimplätze rechnerisch
planning-places-surely = Spätestens ab { $year } übersteigt der Bedarf die Heimplätze
planning-places-from = Ab { $year } übersteigt der Bedarf die Heimplätze
planning-places-open = Ob die Heimplätze { $year } reichen, ist offen
planning-places-alike = { $year } decken die Heimplätze etwa den Bedarf
planning-places-at-times = Zeitweise fehlen Heimplätze, { $year } reichen sie
planning-staff-enough = { $year } reicht das Pflegepersonal rechnerisch aus
planning-staff-short = { $year } fehlen { $gap } von { $needed } Pflegekräften
planning-staff-alike = { $year } etwa so viele Pflegekräfte wie gebraucht
planning-staff-open = Ob { $year } Pflegekräfte fehlen, ist offen
planning-growth-spread = So verteilt sich der Zuwachs auf { $areas }
planning-growth-top = { $top } von { $all } haben { $percent } Prozent des Zuwachses
planning-inside-state = die Kreise
planning-inside-district = die Ämter und amtsfreien Gemeinden
planning-inside-amt = die Gemeinden
planning-headline-places = { $number } Heimplätze
planning-headline-staff = { $number } Pflegekräfte
planning-headline-both = { $places } und { $staff }
planning-headline-lacking = { $name }: { $year } fehlen rund { $what }
planning-headline-lacking-places-open = { $name }: { $year } fehlen rund { $what }; ob Heimplätze fehlen, ist offen
planning-headline-lacking-staff-open = { $name }: { $year } fehlen rund { $what }; ob Personal fehlt, ist offen
planning-headline-open = { $name }: Ob { $year } Heimplätze und Personal fehlen, ist offen
planning-headline-places-open = { $name }: Ob { $year } Heimplätze fehlen, ist offen
planning-headline-staff-open = { $name }: Ob { $year } Personal fehlt, ist offen
planning-headline-enough = { $name }: { $year } reichen Heimplätze und Personal rechnerisch aus
planning-headline-need = { $name }: { $number } Pflegebedürftige im Jahr { $year }, { $compared }
planning-headline-need-open = { $name }: { $year } wahrscheinlich { $low } bis { $high } Pflegebedürftige nach { $number } im Jahr { $base }
planning-residents = Menschen
planning-from-80 = davon ab 80
planning-in-need = Pflegebedürftige
planning-all-grades = alle Grade
planning-kind-residential = Heimplätze
planning-kind-day_care = Tagespflege
planning-kind-short_term = Kurzzeitpflege
planning-staff = Pflegepersonal
planning-lacking-places = Fehlende Heimplätze
planning-spare-places = Übrige Heimplätze
planning-lacking-staff = Fehlende Pflegekräfte
planning-spare-staff = Übrige Pflegekräfte
planning-lacking-note = so viele mehr werden gebraucht, als da sind
planning-spare-note = so viele mehr sind da, als gebraucht werden
planning-key-figures = Kennzahlen
planning-key-with-range = Ab { $year } gerechnet; { $last } mit der Spanne von 8 von 10 Zukünften. Plätze und Personal (Köpfe): − fehlen, + übrig.
planning-key-rounded = Ab { $year } gerechnet, auf Zehner gerundet (unter 100 auf ganze Zahlen), Differenzen vor dem Runden. Plätze und Personal (Köpfe): − fehlen, + übrig.
planning-form-residential = im Heim
planning-form-home_care = mit Pflegedienst
planning-form-allowance_only = nur Pflegegeld
planning-form-grade1_without_services = Grad 1 ohne Dienst
planning-form-day_care_grade1 = Grad 1 in Tagespflege
planning-layer-residential = im Heim
planning-layer-home_care = Pflegedienst
planning-layer-allowance_only = Pflegegeld
planning-layer-grade1_without_services = Grad 1 ohne Dienst
planning-together = zusammen
planning-counted-in = { $year } gezählt
planning-need-subtitle = Pflegebedürftige nach Versorgungsform und Pflegegrad, Menschen am Jahresende
planning-by-form = Nach Versorgungsform
planning-by-grade = Nach Pflegegrad
planning-grade = Pflegegrad { $grade }
planning-need-heading = Bedarf
planning-places-heading = Plätze
planning-balance-heading = Saldo
planning-places-subtitle = Plätze am Jahresende und Bedarf bei planmäßiger Belegung
planning-needed = gebraucht
planning-available = verfügbar
planning-staff-subtitle = Pflegepersonal in Heimen und Diensten, Köpfe; verfügbar nach eigenen Annahmen
planning-break-need = neuer Pflegebegriff
planning-break-grade1 = Grad 1 zählt mit
planning-age = Alter
planning-age-group = { $from } bis { $to }
planning-age-and-over = { $from } und älter
planning-men-in = Männer { $year }
planning-women-in = Frauen { $year }
planning-ages-subtitle = Menschen je Altersjahr, { $base } (Flächen) und { $last } (Linie)
planning-ages-caption = Menschen nach Alter
planning-area = Gebiet
planning-more = mehr
planning-more-subtitle = Zusätzliche Pflegebedürftige { $base } bis { $last }
planning-more-subtitle-estimate = Zusätzliche Pflegebedürftige { $base } bis { $last } (Schätzung)
planning-more-caption = Pflegebedürftige nach Gebieten
planning-change-assumptions = Annahmen ändern
planning-assumption = Annahme: { $title }.
planning-assumed-rates = Pflegequoten: { $title }.
planning-assumed-care = Versorgung: { $title }.
planning-assumed-places = { $places } Plätze ab Ende { $year } im Kreis { $district }.
planning-assumed-no-places = Keine neuen Plätze.
planning-assumed-own = Eigene Werte: { $number }.
planning-lead = { $what }, { $number } Menschen am 31.12.{ $year }
planning-lead-about = { $what }, rund { $number } Menschen am 31.12.{ $year }
planning-lead-range-lacking = in 8 von 10 Zukünften fehlen { $year } zwischen { $low } und { $high } Heimplätze
planning-lead-range-spare = in 8 von 10 Zukünften sind { $year } zwischen { $low } und { $high } Heimplätze übrig
planning-lead-range-either = in 8 von 10 Zukünften liegt { $year } die Zahl der Heimplätze zwischen { $low } zu wenig und { $high } zu viel
planning-what-state = Land
planning-what-district = Landkreis
planning-what-city = kreisfreie Stadt
planning-what-amt = Amt
planning-what-municipality = Gemeinde
planning-what-planning_area = Planungsraum
planning-what-quarter = Stadtteil
planning-guard-very-few = Hier leben so wenige Menschen, dass die Zahlen nur eine Größenordnung sind. Bitte nur zusammen mit dem Amt oder Kreis lesen.
planning-guard-few = Hier leben wenige Menschen: Alle Zahlen sind Schätzungen. Einzelne Zu- und Wegzüge oder ein Heim können sie stark verändern.
planning-guard = Zahlen unterhalb der Kreise sind Schätzungen: die Menschen nach Alter und Geschlecht, mit den Pflegequoten des ganzen Kreises.
planning-missing = Was hier fehlt
planning-missing-below-districts = Verfügbares Personal, Hilfe zur Pflege und Spannen gibt es nur für ganze Kreise und das Land.
planning-missing-places = Plätze sind die des Verzeichnisses der Einrichtungen, mit ihren Öffnungen und Schließungen.
planning-start-title = Planung: Bedarf, Plätze und Personal
planning-start-heading = Wie viel Pflege brauchen wir bis 2040?
planning-start-intro = Bedarf, Plätze und Personal für das Land, jeden Kreis, jedes Amt und jede Gemeinde: heute und in den kommenden Jahren, mit den Annahmen, der Unsicherheit und dem Rechenweg jeder Zahl.
planning-start-unknown = „{ $text }“ können wir keinem Gebiet sicher zuordnen.
planning-start-meant = Meinten Sie:
planning-start-pages = Was Sie hier tun können
planning-start-german = Diese Seiten gibt es nur auf Deutsch.
planning-start-scenarios = Annahmen ändern und gleich sehen, was sich bis 2040 verschiebt.
planning-start-sites = Herausfinden, wo ein neues Angebot den meisten Menschen hilft.
planning-start-indicators = Kennzahlen mit Karte, Rangfolge und Zeitreihe.
planning-start-compare = Kreise, Ämter und Gemeinden nebeneinander stellen.
planning-start-plan = Den Plan Ihres Kreises mit aktuellen Zahlen lesen und mitnehmen.
planning-start-data = Sehen, worauf die Zahlen beruhen, was fällig ist und was sich bewegt hat.
planning-start-basket = Bilder sammeln für einen Handzettel oder für Folien.
planning-start-sign-in = Anmelden
planning-start-sign-in-text = Einrichtungen pflegen und Texte des Plans schreiben.
planning-start-planning-areas = Planungsräume
planning-start-amter = Alle Ämter und amtsfreien Gemeinden
planning-start-foot = Gemeinden finden Sie über die Suche oder im Überblick ihres Amtes. Gezeigt werden nur öffentliche Zahlen; als Daten gibt sie die
planning-start-api = Schnittstelle
planning-map-strongest = Stärkster Anstieg: { $name }, { $percent } Prozent mehr bis { $year }
planning-map-title = So ändert sich der Bedarf bis { $year }
planning-map-subtitle = Mehr Pflegebedürftige { $last } als { $base }, in Prozent
planning-table-enough = { $year } reichen die Heimplätze rechnerisch in jedem Kreis
planning-table-all = { $year } fehlen in allen Kreisen Heimplätze
planning-table-some = { $year } fehlen in { $some } von { $all } Kreisen Heimplätze
planning-table-subtitle = Pflegebedürftige { $base } und { $last }; was { $last } an Heimplätzen und Pflegekräften fehlt (−) oder übrig ist (+)
planning-table-caption = Land und Kreise
planning-change = Änderung
planning-homes-heading = Heim­plätze
planning-workers-heading = Pflege­kräfte
