# The short texts of the pages in English. Each name stands in de.ftl as well.

## Frame

site-name = Pflegekarte
site-region = Mecklenburg-Vorpommern
skip = Skip to content
menu-main = Main menu
menu-foot = About these pages
menu-short = Menu
menu-advice-centre = Advice
start-planning = Do you plan for a district, a town or a parish?
start-planning-link = Need, places and staff until 2040 (in German)
menu-planning = Planung
menu-easy = Plain German
language-name = English
language-this-page = This page in English
menu-sources = Data sources and licences
menu-privacy = Privacy
menu-imprint = Legal notice
menu-advice = For advisers
menu-accessibility = Accessibility
examples = Sample data:
examples-all = All facilities are invented.
examples-some = Facilities marked “Sample” are invented.
example = Sample
unconfirmed = not officially confirmed
unconfirmed-openstreetmap = from OpenStreetMap, not officially confirmed
unconfirmed-ask = The district or city authority has not checked this entry. Please ask whether everything still applies.
embedded-open = Open the whole Pflegekarte
no-warranty = We can’t guarantee that everything is up to date. Please ask the facility before you decide.
paper-printed = Printed on { $date }
paper-address = This page on the web:
paper-code = QR code of this page
back-to-search = Back to the search
to-search = To the search

## Search

search-title = Find care in Mecklenburg-Vorpommern
search-heading = Search for care
search-again = Begin a new search
search-form = Care
field-near = Town or postcode
field-category = What are you looking for?
field-within = How far would you travel?
field-unit = measured in
unit-km = kilometres, straight line
unit-minutes = minutes of travel
field-mode = How do you travel?
mode-estimated = { $mode } (times estimated)
field-sort = Sort by
field-free-places = only with free places
field-free-places-least = only with at least { $number } free places
slider-within = Set the distance
wishes = What matters to you?
wishes-legend = Only offers with:
of-the-results = of the results
search-button = Search
all-offers = All kinds of care
all-of = All: { $name }
filters-also = Also filtered by:
filter-remove = remove
filter-or = or { $name }
filter-words = name or provider contains “{ $text }”
filter-bbox = map section
filter-radius = within { $radius } km
filter-age = free places counted at most { $days } days ago
count-label = Number:
unknown-place = We could not find this place.
unknown-place-title = “{ $text }” not found
unknown-place-heading = We could not find “{ $text }”
did-you-mean = Did you mean:
ambiguous-place = There are several places of this name.
ambiguous-place-heading = Which place do you mean by “{ $text }”?
ambiguous-address = There are several such addresses, or it is spelt differently.
address-interpolated = This house number is not listed. We search from where it lies between its neighbours.
address-unknown-number = This house number is not listed. We search from the middle of the street.
address-street = We search from the middle of the street. Add a house number to be more precise.
address-credit = Addresses: { $credit }
posted-private = What you entered is not part of any link and is not stored.
posted-shared = Link to share, with the town only
advice-only-locality = Searching from { $place }. Addresses are not stored in cases.
known-part = Of “{ $text }” we only know: { $place }. Distances are measured from the centre of this place.
also-named = Did you mean another place?
check-spelling = Please check the spelling. You can also enter a postcode or a municipality in Mecklenburg-Vorpommern.
lost-heading = The register has changed
lost-text = That is why this page of the list can no longer be found.
to-the-start = To the start of the list

problem-near = Please enter a town or a postcode of at most 100 characters.
problem-category = We do not know this kind of care. Please choose one from the list.
problem-radius = Please choose a distance above 0 and at most { $most } km.
problem-minutes = Please enter a number above 0 and at most 600 minutes.
problem-mode = Choose car, bicycle or on foot.
problem-sort = It is not possible to sort like this. Please choose from the list.
problem-free-places = Please enter a whole number of free places.
problem-other = “{ $field }” in the address is unknown or cannot be read.

## Results

found-facilities =
    { $count ->
        [0] No facilities and services
        [one] 1 facility or service
       *[other] { $number } facilities and services
    }
found-in-state = { $what } in Mecklenburg-Vorpommern
found-around = { $what } within { $radius } km of { $place }
found-within = { $what } within { $minutes } minutes { $mode } from { $place }
found-in-area = { $what } { $place }
found-in-area-within = { $what } { $place }, within { $minutes } minutes { $mode } from its centre
in-district = in the district of { $name }
in-amt = in the Amt { $name }
in-municipality = in the municipality of { $name }
in-town = in { $name }
on-island = on the island of { $name }
on-peninsula = on the peninsula of { $name }
chosen-point = the chosen point
chosen-point-from = the chosen point
sorted-by = Sorted by: { $sort }
sorted-by-name-without-place = Sorted by: { $sort }, because no place was given
sorted-by-without-roads = Sorted by: { $sort }. The road network does not answer at the moment, so the minutes are estimated
sorted-by-off-road = Sorted by: { $sort }. The place lies far from any road, so there are no minutes
shown = { $shown } of { $total } are shown
shown-from = { $first } to { $last } of { $total } are shown
more-results = More results
provider-is = Provider: { $name }
phone-is = Phone:
somewhere-here = in this place or close to it; the exact position is not known
straight = { $length } as the crow flies
straight-about = roughly { $length } as the crow flies to the middle of the place; the exact position is not known
note-on-german-page = There is a note on this on the German page.
way = about { $duration } { $mode }
way-estimated = about { $duration } { $mode }, estimated
way-none = no route known { $mode }
minutes-estimated = travel times are estimates
print-map-credit = Map: © GeoBasis-DE / BKG (VG250) and census 2011 (dl-de/by-2-0), data changed. Water: GSHHG (LGPL). Stations: DB InfraGO. Places: GeoNames (both CC BY 4.0), © OpenStreetMap contributors (ODbL).
print-map = Map with the numbers of the list
print-map-one = Map of where the facility lies
map-of-results = Map of the results
map-numbers = The numbers on the map match the entries in the list.
find-more = How to find more:
change-search = Change the search, or
start-over = start over
widen-radius = search within { $radius } km
widen-minutes = within { $minutes } minutes
widen-car = by car
widen-free-places = even without reported free places
widen-category = all kinds of care
widen-near = in the whole state

sort-distance = distance
sort-travel_time = travel time
sort-name = name
sort-free_places = free places

by-car = by car
by-bicycle = by bicycle
by-foot = on foot

minutes = { $minutes } min
hours = { $hours } h
hours-minutes = { $hours } h { $minutes } min

## Places

places =
    { $count ->
        [one] { $number } place
       *[other] { $number } places
    }
dwellings =
    { $count ->
        [one] { $number } flat
       *[other] { $number } flats
    }
places-on = { $places }, as of { $date }
free-places =
    { $count ->
        [0] no free place
        [one] { $number } free place
       *[other] { $number } free places
    }
free-dwellings =
    { $count ->
        [0] no free flat
        [one] { $number } free flat
       *[other] { $number } free flats
    }
on-request = on request
no-recent-count = no recent information
no-recent-count-since = no recent information (last on { $date })
state-free =
    { $count ->
        [one] { $number } place free
       *[other] { $number } places free
    }
state-free-dwellings =
    { $count ->
        [one] { $number } flat free
       *[other] { $number } flats free
    }
state-full = No place free
state-full-dwellings = No flat free
state-ask = Please call
state-on-request = ask by phone for a free slot
state-no-report = free places not reported
state-reported-last = last reported on { $date }
reported-today = reported today
reported-yesterday = reported yesterday
reported-days = reported { $days } days ago

call = Call
fact-own_share-month = own share a month
fact-own_share-day = own share a day
fact-own_share-hour = own share an hour
fact-own_share-meal = own share a meal
fact-price-month = price a month
fact-price-day = price a day
fact-price-hour = price an hour
fact-price-meal = price a meal

## Costs

costs-as-of = Prices of { $date }
costs-from = Prices from { $date }
costs-a-month = What a month costs
costs-a-day = What a day costs
costs-a-hour = What an hour costs
costs-a-meal = What a meal costs
costs-sum = Sum of these amounts
costs-old = This information is more than a year old. The costs may have risen since.
costs-supplement = From care grade 2 on, the care insurance adds a supplement to the share for care that grows with the length of stay (§ 43c SGB XI). It is not deducted here.
cost-own_share = Own share in all
cost-care_share = Care, your share (EEE)
cost-board_and_lodging = Board and lodging
cost-investment = Investment costs
cost-training_levy = Training levy
cost-price = Price, before any insurance benefit

## Facility

contact-heading = Contact
phone = Phone
email = E-mail
website = Website
opening-hours = Opening hours
inside-of = included in the places of “{ $name }”
law-is = Legal basis: { $laws }
good-to-know = Good to know
approximate = Approximate position: centre of the place. No exact coordinates are known for this facility.
on-the-map = Position on the map
association-is = Association: { $name }
route-panel-from = From { $place }: { $straight }
route-panel-way = about { $duration }, { $length }
route-panel-way-estimated = about { $duration }, { $length }, estimated
route-panel-no-way = no connection on known roads and paths
route-panel-estimated = Times are estimated from the straight line. We don’t show a route for estimated times.
route-panel-roads-away = Directions are not available at the moment, so the times are estimated and there is no route on the map.
route-panel-approximate = We only know the town of this facility, so we don’t give travel times.
route-panel-show = Show the route on the map
route-panel-place = How far is it from …
route-panel-other-place = How far is it from another place?
route-panel-hint = We don’t store your place or position or pass them on.
route-panel-button = Calculate
your-position = your position
transit-link = Find a connection by bus and train
transit-leaves = (another website: { $host }; it learns the destination only)
source-example = Source: invented sample.
source-openstreetmap = Source: © OpenStreetMap contributors, licence ODbL.
source-openstreetmap-licence = About the licence (another website)
source-list = Source: list “{ $list }”.
register-version = Register as of { $date }.

kind-public = public provider
kind-non_profit = non-profit provider
kind-private = private provider

feature-barrier_free = barrier-free
feature-low_barrier = few barriers
feature-dementia = for people with dementia
feature-ventilation = care with ventilation
feature-vegetative_state = care in a vegetative state
feature-palliative = palliative care
feature-single_room = single rooms
feature-pets = pets possible
feature-transport_service = transport service
feature-garden = garden
feature-young_patients = for younger people
feature-disability = for people with a disability
feature-mental_illness = for people with a mental illness

question-advice = Who advises me?
question-at_home = Who comes to my home?
question-day_and_short_term = Who helps for a few hours or weeks?
question-living_in_care = Where can I be cared for permanently?
question-housing = How can I live in old age?
question-company = Where do I meet other people?
question-health = Who helps in illness and at the end of life?

plain-advice = Here you get advice.
plain-at_home = Somebody comes to your home.
plain-day_and_short_term = Care for a few hours or weeks. Afterwards you are at home again.
plain-living_in_care = You live there and are cared for.
plain-housing = Flats for older people.
plain-company = Here you meet other people.
plain-health = Help in illness and at the end of life.

plain-advice_centre = Here you get free advice on care.
plain-housing_advice = Here you learn how your home becomes safer and more comfortable.
plain-home_care_service = Carers come to your home.
plain-everyday_support = Somebody helps in the household or keeps you company.
plain-neighbourhood_help = Neighbours help you in everyday life.
plain-meal_service = Meals are brought to your home.
plain-emergency_call = You call for help at home by pressing a button.
plain-day_care = You are looked after during the day and are at home again in the evening.
plain-night_care = You are looked after at night and are at home during the day.
plain-short_term_care = You are cared for in a facility for some weeks.
plain-short_term_care_embedded = You are cared for in a care home for some weeks.
plain-residential_care = You live in the home and are cared for there day and night.
plain-assisted_living = You have a flat of your own and get help when you need it.
plain-shared_flat = You live together with others. A care service helps.
plain-barrier_free_housing = Flats without obstacles, also with a wheelchair.
plain-low_barrier_housing = Flats with few obstacles.
plain-meeting_place = Here older people meet.
plain-self_help = People with the same worries help each other.
plain-dementia_offer = Help for people with dementia and their families.
plain-hospice_inpatient = A house for the last part of life.
plain-hospice_outpatient = People stay with you at home at the end of life.
plain-palliative_team = Doctors and carers relieve pain at home at the end of life.
plain-rehabilitation = Here you regain strength after an illness.
plain-hospital = Here you are treated when you are ill.
plain-psychiatric_day_clinic = You are treated during the day and are at home in the evening.
plain-pharmacy = Here you get your medicines.

keep-one = Save
neighbours-heading = Similar services nearby
neighbour-at = { $length } from here
neighbour-about = roughly { $length } from here
facility-description = { $name }, { $town }: { $offers }. Free places, costs, opening hours, address and phone number on Pflegekarte, the care finder for Mecklenburg-Vorpommern.
action-route = Directions
action-print = Print
action-share = Share
actions-label = What you can do
fact-as-of = as of { $date }
facts-label = Key facts
offers-and-places = Services and places
offers-column-offer = Service
offers-column-size = Size
offers-column-free = Free
offers-column-reported = Reported
phone-questions = Questions for your call
phone-questions-all = Print all questions
visit-heading = Plan a visit
visit-hint = You get a file for your calendar. We don’t store anything.
visit-day = Day
visit-time = Time
visit-button = Download calendar entry
visit-wrong = Please enter a day and a time, for example 3 December 2026 and 10:00.
visit-summary = Visit: { $name }
download-vcard-3 = vCard 3
how-current = How current is this?
age-free-places = Free places as of { $date }.
age-places = Number of places as of { $date }.
age-costs = Prices as of { $date }.
address-heading = Address and directions
town-heading = { $category } in { $town }
town-found =
    { $count ->
        [0] We don’t know of any service of this kind in { $town } itself.
        [one] We know of 1 service in { $town }.
       *[other] We know of { $number } services in { $town }.
    }
town-places = Together they have { $places }.
town-free =
    { $count ->
        [0] None has reported a free place in the last two weeks.
        [one] 1 of them has reported a free place in the last two weeks.
       *[other] { $number } of them have reported free places in the last two weeks.
    }
town-distance = roughly { $length } away
town-search = Open and change the search
town-in = In { $town }
town-near = Nearby
town-advice = Not sure? Free advice near you
town-others = Other services in { $town }
report-mail = Report an error
always-open = around the clock
now-open = Open now
now-open-until = Open now, closes { $moment }
now-closed = Closed now
now-closed-until = Closed now, opens { $moment }
now-unknown = Now { $said }
at-time = at { $time }
at-day-time = on { $day } at { $time }
at-date-time = on { $date } at { $time }
clock-start-of-day = midnight
clock-noon = midday
clock-end-of-day = midnight
hours-to = { $from } to { $to }
hours-and = and
hours-times = { $times }
hours-approximate-times = { $times } (approximately)
hours-open-end = from { $time }
hours-all-day = all day
hours-by-appointment = by appointment
hours-else = otherwise { $rule }
hours-nth-day = every { $numbers } { $day } of the month
hours-ordinal-1 = 1st
hours-ordinal-2 = 2nd
hours-ordinal-3 = 3rd
hours-ordinal-4 = 4th
hours-ordinal-5 = 5th
hours-ordinal-last = last
hours-public-holidays = on public holidays
hours-school-holidays = in the school holidays
hours-date = { $day } { $month }
hours-weeks = in calendar week { $weeks }
hours-every-nth-week = every { $step } weeks
hours-easter = Easter Sunday
hours-before-easter = { $days } days before Easter Sunday
hours-after-easter = { $days } days after Easter Sunday
hours-dawn = dawn
hours-sunrise = sunrise
hours-sunset = sunset
hours-dusk = dusk
hours-before-event = { $span } hours before { $event }
hours-after-event = { $span } hours after { $event }
hours-approximate = Times that follow the sun are only approximate.
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
today = today
today-is-holiday = Today is a public holiday ({ $name }). Hours may differ.
week-caption = Opening hours of the next seven days
day-mo = Monday
day-tu = Tuesday
day-we = Wednesday
day-th = Thursday
day-fr = Friday
day-sa = Saturday
day-su = Sunday
day-closed = closed
holiday-new-year = New Year
holiday-womens-day = Women’s Day
holiday-good-friday = Good Friday
holiday-easter-monday = Easter Monday
holiday-labour-day = Labour Day
holiday-ascension = Ascension Day
holiday-whit-monday = Whit Monday
holiday-unity = Day of German Unity
holiday-reformation = Reformation Day
holiday-christmas = Christmas

## Keep and compare

title-kept = Saved list
title-compare = Comparison
keep = save
show-kept = Open saved list
compare-chosen = Compare selected
saved-list-form = Selection
saved-list-intro = You can save the link to this page or send it to others.
saved-note = Your note, in this browser only
saved-list-empty = Nothing saved yet. Choose the bookmark of an offer to save it.
saved-list-unknown =
    { $count ->
        [one] 1 facility is no longer in the register and therefore missing here.
       *[other] { $number } facilities are no longer in the register and therefore missing here.
    }
printed-on = As of { $date }. Please ask whether the information still holds.
compare-button = Compare
compare-caption = Care offers side by side
compare-heading =
    { $count ->
        [one] 1 facility
       *[other] { $number } facilities compared
    }
compare-differences = Only differences
compare-all-rows = Show all rows
compare-legend-best = cheaper than the others
compare-legend-ask = missing, please ask
compare-drop = Take { $name } out of the comparison
compare-ask = please ask
compare-not-offered = not offered
compare-cheapest = cheapest
compare-old = more than a year old
compare-prices-of = Prices of
compare-costs-month = Costs a month
compare-costs-day = Costs a day
compare-costs-hour = Costs an hour
compare-costs-meal = Costs a meal
compare-left-out =
    { $count ->
        [0] No row says the same everywhere.
        [one] 1 row that says the same everywhere is hidden.
       *[other] { $number } rows that say the same everywhere are hidden.
    }
compare-too-many = { $number } fit side by side. The first ones are shown.
compare-empty = Nothing to compare yet. Choose the bookmark of two or more offers.
to-kept = To the kept list
download-vcard = Save contact (vCard)
download-xlsx = Save as a table (Excel)
download-csv = Save as a table (CSV)
table-sheet = Care offers
table-name = Facility
table-offer = Care offer
table-places = Places
table-as-of = Places as of
table-free = Free places
table-counted-on = Counted on
table-own-share = Own share a month (€)
table-costs-from = Costs from
table-street = Street
table-postcode = Postcode
table-town = Town
table-email = E-mail
table-website = Website
table-note = Note
table-page = Id
table-note-rows = One row for each care offer. Empty cells are not known.
table-note-free = Free places change quickly. Please call and ask.
table-note-costs = The own share is the sum of all costs a month, as far as the facility states it.
table-note-examples = Facilities marked as example are invented.
address = Address
provider = Provider
not-given = not stated
yes = yes
no = no

## Advice

title-advice = Care advice
advice-intro = Several people side by side, each with a search, a selection and notes.
advice-without-scripts = Without JavaScript there is one search with a long list here, and the questions to print. Several cases and notes need JavaScript.
advice-cases = Cases
advice-new-case = New case
advice-label = Name of the case
advice-print = Print case
advice-delete-case = Delete case
advice-rows = Rows
advice-column-mark = Choice
advice-column-name = Name
advice-column-place = Place
advice-column-distance = As the crow flies
advice-column-time = Time { $mode }
advice-column-minutes = Time
advice-also = also { $names }
advice-chosen = Chosen for this case
advice-chosen-none = Tick in the list what may fit.
advice-to-kept = Open as saved list
advice-asking = Questions and notes
advice-asking-hint = A tick means: settled.
advice-settled = Settled:
advice-note = Note:
advice-files = Save and delete cases
advice-files-text = Names of cases and notes do not leave this browser. Whoever uses the same browser can read them. So on a shared computer delete everything at the end, and first save as a file what you still need.
advice-export = Save all cases as a file
advice-import = Load cases from a file
advice-export-spoilt = Save unreadable cases as a file
advice-delete-all = Delete everything
advice-for-good = This cannot be undone.
advice-delete = Delete
advice-cancel = Cancel

ask-first = First conversation
ask-person = Who needs help, and who decides as well? Is there a power of attorney or a legal guardian?
ask-urgency = By when is a solution needed? Is a discharge from hospital coming up?
ask-grade = Is there a care grade? Has one been applied for, or is the grade no longer enough?
ask-help-now = Who helps now, with what and how often? What is becoming too much for the helpers?
ask-mobility = How are getting up, walking, stairs, washing and dressing? Which aids are there?
ask-memory = Is memory failing? Has dementia been diagnosed? What are the nights like?
ask-health = Which illnesses, medicines and treatments shape the day?
ask-home = What is the home like: steps, bathroom, ways to the shops? Who else lives there?
ask-wishes = What does the person want, and what not at all?
ask-distance = How far away may it be? Who can drive?
ask-money = Which benefits are there already? What can be paid each month? Could social assistance help?
ask-next-steps = What is agreed: who does what by when?

ask-at-home = Help at home
ask-times = From when are times free, also in the morning, in the evening and at weekends?
ask-same-people = Do mostly the same people come, and who stands in for them?
ask-nights = Who can be reached at night and in an emergency?
ask-split-of-costs = What does the care insurance pay, what the health insurance, and what is left to pay?
ask-on-the-way = Does the service come out here, and does the way cost extra?

ask-for-some-time = Day care and care for some weeks
ask-days = On which days or in which weeks is a place free?
ask-transport = Does a transport service collect people, and how long is the ride?
ask-trial-day = Can one come for a trial day?
ask-annual-sum = How much of the annual sum for short-term and substitute care is used up?
ask-what-to-bring = What has to come along: medicines, prescriptions, aids?

ask-in-a-home = Living in a care home
ask-waiting-list = Is a place free, or how long is the waiting list?
ask-own-share = How much would we pay each month, and what does that include?
ask-room = Is there a single room? What can residents bring?
ask-dementia-care = How are people with dementia cared for, also at night?
ask-doctor = Can the family doctor stay the same?
ask-viewing = When can the house be seen, and who comes along?

ask-in-housing = Living with help
ask-lease = What is a fixed part of the contract, and what comes on top only when needed?
ask-more-care = Can one stay when more care is needed?
ask-steps-and-bath = Is everything free of steps: entrance, lift, bathroom?
ask-who-decides = Who decides in the shared flat which service comes?
ask-rent = What do rent and support cost together? Could there be housing benefit?

## Nothing here

no-page = This page does not exist
no-page-text = Perhaps the address is incomplete, or the page has moved.
no-facility = This facility is not in the register
no-facility-text = Perhaps the address is incomplete, or the facility was taken out of the register.

## What cannot be answered

refused-unreadable = We could not read this request
refused-unreadable-text = The address may be damaged or incomplete. Please go back and try again.
refused-address = This address is too long
refused-address-text = Please ask for less at once, or start again from the first page.
refused-method = This page cannot be opened in this way
refused-method-text = Please open the page from a link or a form on our pages.
refused-slow = Sending took too long
refused-slow-text = Not everything had arrived after { $seconds } seconds. Nothing was saved. Please check your internet connection, go back and send it again.
refused-large = What you sent is too large
refused-large-text = There is room for { $size } at most. Nothing was saved. Please go back and shorten the texts or choose a smaller file.
refused-busy = The service is very busy
refused-busy-text = Please reload the page in { $seconds } seconds.
refused-failed = This page cannot be shown at the moment
refused-failed-text = The error has been logged. Please try again later.
size-kilobytes = { $number } kilobytes
size-megabytes = { $number } MB

## About the pages

title-sources = Data sources and licences
title-privacy = Privacy
title-imprint = Legal notice
title-accessibility = Accessibility statement
title-easy-start = Pflegekarte in plain German
title-easy-search = Searching in plain German
title-easy-care = Kinds of care in plain German
title-easy-privacy = Privacy in plain German
title-easy-accessibility = Accessibility in plain German
list-facilities =
    { $count ->
        [one] { $number } facility
       *[other] { $number } facilities
    }

## Scripts in the browser

client-kind-quarter = { $name }, quarter of { $municipality }
client-kind-place = { $name }, part of { $municipality }
client-kind-municipality = { $name }, municipality in the district of { $district }
client-kind-city = { $name }, city
client-kind-district = { $name }, whole district
client-kind-amt = Amt { $name }, district of { $district }
client-kind-island = { $name }, whole island
client-kind-peninsula = { $name }, whole peninsula
client-kind-postcode = { $name }, postcode of { $municipality }
client-kind-within = { $postcode } { $place }
client-suggestions = Suggestions
client-suggestions-none = No suggestions
client-suggestions-one = 1 suggestion
client-suggestions-many = { $number } suggestions
client-position-use = My location
client-position-wait = Finding your position …
client-position-found = Nearest place: { $place }. Your exact position is not stored and not passed on.
client-position-failed = Your position could not be found. Please enter a town.
client-route-wait = Fetching the way …
client-route-shown = The map now shows the way { $mode } ({ $length }, about { $duration }).
client-route-none = There is no line for this way just now. The times above still hold.
client-route-name = Way { $mode }
client-keep = Save
client-forget = Empty the saved list
client-share = Send as a link
client-share-done = Address copied
client-share-failed = Please copy the address at the top of your browser
client-print = Print
client-basket-add = Add to basket
client-basket-in = In basket
client-basket = Basket
client-png-failed = PNG not possible
client-zoom-in = Zoom in
client-zoom-out = Zoom out
client-map-credit = © GeoBasis-DE / BKG, census 2011, GSHHG, DB InfraGO, GeoNames, OpenStreetMap contributors; data changed
client-map-licences = Licences
client-marker = { $number }: { $name }, show in the list
client-position = Position: { $name }

## The first page

start-heading = Find care near you
start-lead = Vacancies, addresses and telephone numbers. Free of charge, no sign-in.
start-what = What do you need?
start-where = Where?
start-button = Show services
start-nothing = Choose what you need, or enter a place.
near-example = Town or postcode
start-total = { $total } in the whole state
start-districts = Services in each district
start-district = { $name }: { $total } facilities and services
start-advice-heading = Would you like to talk first?
start-advice-text = Care advice centres advise you free of charge and independently.
start-advice-link = Find advice
start-news-heading = New this week
news-free =
    { $count ->
        [one] 1 facility has reported free places.
       *[other] { $number } facilities have reported free places.
    }
start-news-link = See free places
start-topics = People also look for:
start-every = All kinds of services
start-by-name = Search by name of a home or provider
start-name-field = Name of the home or provider

## Results: bar, filters, cards of the list

bar-what = What
bar-where = Where
bar-within = How far
bar-change = Change
bar-whole-area = in the whole area
bar-point = chosen point
bar-km = up to { $radius } km
bar-minutes = up to { $minutes } min { $mode }
chip-free = Free place
chip-free-least = at least { $number } free places
chip-on = switched on, press to switch off
kinds = Kind of help
chips-all = All filters
skip-to-first = Skip to the first result
results-list = List
found-free = { $what } with a free place
found-free-least = { $what } with at least { $number } free places
legend-free = with a free place
legend-full = full
legend-unknown = without recent information
legend-on-request = without a number of places
left-out =
    { $count ->
        [one] 1 more without recent information. It is worth calling.
       *[other] { $number } more without recent information. It is worth calling.
    }
left-out-show = Show
show-more =
    { $count ->
        [one] Show one more result
       *[other] Show { $number } more
    }
times-estimated = Travel times { $mode } are estimates; distances are straight lines.
times-on-roads = Travel times { $mode }; distances are straight lines.
lengths-straight = Distances are straight lines.
switch-label = View
switch-list = List
switch-map = Map

## How many of a kind were found

many-advice =
    { $count ->
        [0] No advice centres
        [one] 1 advice centre
       *[other] { $number } advice centres
    }
many-at_home =
    { $count ->
        [0] No services at home
        [one] 1 service at home
       *[other] { $number } services at home
    }
many-day_and_short_term =
    { $count ->
        [0] No day, night and short-term care services
        [one] 1 day, night or short-term care service
       *[other] { $number } day, night and short-term care services
    }
many-living_in_care =
    { $count ->
        [0] No care homes
        [one] 1 care home
       *[other] { $number } care homes
    }
many-housing =
    { $count ->
        [0] No housing offers
        [one] 1 housing offer
       *[other] { $number } housing offers
    }
many-company =
    { $count ->
        [0] No meeting places and groups
        [one] 1 meeting place or group
       *[other] { $number } meeting places and groups
    }
many-health =
    { $count ->
        [0] No health services
        [one] 1 health service
       *[other] { $number } health services
    }
many-advice_centre =
    { $count ->
        [0] No care advice centres
        [one] 1 care advice centre
       *[other] { $number } care advice centres
    }
many-housing_advice =
    { $count ->
        [0] No housing advice services
        [one] 1 housing advice service
       *[other] { $number } housing advice services
    }
many-home_care_service =
    { $count ->
        [0] No home care services
        [one] 1 home care service
       *[other] { $number } home care services
    }
many-everyday_support =
    { $count ->
        [0] No everyday support services
        [one] 1 everyday support service
       *[other] { $number } everyday support services
    }
many-neighbourhood_help =
    { $count ->
        [0] No neighbourhood help services
        [one] 1 neighbourhood help service
       *[other] { $number } neighbourhood help services
    }
many-meal_service =
    { $count ->
        [0] No meal services
        [one] 1 meal service
       *[other] { $number } meal services
    }
many-emergency_call =
    { $count ->
        [0] No emergency call services
        [one] 1 emergency call service
       *[other] { $number } emergency call services
    }
many-day_care =
    { $count ->
        [0] No day care services
        [one] 1 day care service
       *[other] { $number } day care services
    }
many-night_care =
    { $count ->
        [0] No night care services
        [one] 1 night care service
       *[other] { $number } night care services
    }
many-short_term_care =
    { $count ->
        [0] No short-term care services
        [one] 1 short-term care service
       *[other] { $number } short-term care services
    }
many-short_term_care_embedded =
    { $count ->
        [0] No care homes with short-term care
        [one] 1 care home with short-term care
       *[other] { $number } care homes with short-term care
    }
many-residential_care =
    { $count ->
        [0] No care homes
        [one] 1 care home
       *[other] { $number } care homes
    }
many-assisted_living =
    { $count ->
        [0] No assisted living offers
        [one] 1 assisted living offer
       *[other] { $number } assisted living offers
    }
many-shared_flat =
    { $count ->
        [0] No shared flats with care
        [one] 1 shared flat with care
       *[other] { $number } shared flats with care
    }
many-barrier_free_housing =
    { $count ->
        [0] No houses with barrier-free flats
        [one] 1 house with barrier-free flats
       *[other] { $number } houses with barrier-free flats
    }
many-low_barrier_housing =
    { $count ->
        [0] No houses with low-barrier flats
        [one] 1 house with low-barrier flats
       *[other] { $number } houses with low-barrier flats
    }
many-meeting_place =
    { $count ->
        [0] No meeting places
        [one] 1 meeting place
       *[other] { $number } meeting places
    }
many-self_help =
    { $count ->
        [0] No self-help groups
        [one] 1 self-help group
       *[other] { $number } self-help groups
    }
many-dementia_offer =
    { $count ->
        [0] No dementia services
        [one] 1 dementia service
       *[other] { $number } dementia services
    }
many-hospice_inpatient =
    { $count ->
        [0] No inpatient hospices
        [one] 1 inpatient hospice
       *[other] { $number } inpatient hospices
    }
many-hospice_outpatient =
    { $count ->
        [0] No outpatient hospice services
        [one] 1 outpatient hospice service
       *[other] { $number } outpatient hospice services
    }
many-palliative_team =
    { $count ->
        [0] No palliative teams
        [one] 1 palliative team
       *[other] { $number } palliative teams
    }
many-rehabilitation =
    { $count ->
        [0] No rehabilitation clinics
        [one] 1 rehabilitation clinic
       *[other] { $number } rehabilitation clinics
    }
many-hospital =
    { $count ->
        [0] No hospitals
        [one] 1 hospital
       *[other] { $number } hospitals
    }
many-psychiatric_day_clinic =
    { $count ->
        [0] No psychiatric day clinics
        [one] 1 psychiatric day clinic
       *[other] { $number } psychiatric day clinics
    }
many-pharmacy =
    { $count ->
        [0] No pharmacies
        [one] 1 pharmacy
       *[other] { $number } pharmacies
    }
tile-advice = Free and independent
tile-at_home = Care, daily life, meals, alarm
tile-day_care = Cared for by day, home at night
tile-short_term_care = For a few weeks
tile-residential_care = Live and be cared for
tile-housing = Assisted, shared, barrier-free
link-company = Meeting places and groups
link-health = Illness and rehabilitation
link-dementia_offer = Help with dementia
link-hospice_inpatient = Hospice

## Scripts of the advice page

advice-script-case = Case { $number }
advice-script-remove = remove
advice-script-ask-case = Delete “{ $name }” with its search, choice and notes?
advice-script-ask-all = Delete all cases ({ $number }) with searches, choices and notes?
advice-script-case-deleted = “{ $name }” is deleted.
advice-script-all-deleted = All cases are deleted.
advice-script-blocked = Your browser does not allow this page to store anything. Your cases stay until you leave the page. Save them as a file before.
advice-script-full = Your browser could not store the last change, its storage is full. On this page everything is still there. Save the cases as a file before you leave the page.
advice-script-spoilt = The cases that this browser has stored cannot be read. They are put aside, and you can save them as a file below.
advice-script-most-cases = More than { $number } cases do not fit on this page. Save some as a file, and delete them here.
advice-script-most-marks = More than { $number } facilities do not fit into the choice of a case.
advice-script-search-failed = The search cannot be reached just now. What you entered and your notes are still there. Please try again in a moment.
advice-script-loaded-none = All cases in “{ $name }” are here already. Nothing was changed.
advice-script-loaded-one = 1 case loaded from “{ $name }”.
advice-script-loaded-many = { $number } cases loaded from “{ $name }”.
advice-script-file-large = “{ $name }” is too large for a file with cases. Nothing was changed.
advice-script-file-unreadable = “{ $name }” is damaged or not a file with cases. Nothing was changed. Please choose a file that was saved on this page.
advice-script-file-newer = “{ $name }” comes from a newer version of this page and cannot be read here. Nothing was changed.
advice-script-file-case = Case number { $number } in “{ $name }” is damaged: its “{ $place }” cannot be read. Nothing was changed.
advice-script-file-name = advice-cases.json

## Planning

planning-tab-overview = Overview
planning-tab-scenarios = Scenarios
planning-tab-sites = Sites
planning-tab-indicators = Indicators
planning-tab-compare = Comparison
planning-tab-plan = Care plan
planning-tab-data = Data
planning-tab-basket = Basket
planning-search = Search for an area
planning-search-label = District, Amt, municipality or planning area
planning-search-example = Area
planning-search-button = Search
planning-warranty = Figures for coming years are projections and depend on the assumptions.
planning-around = Areas above
planning-explanation = How it was calculated
planning-range = 8 in 10 simulations
planning-table = Table
planning-posted = The same calculation through the API
planning-posted-body = As the body of
planning-more-faults = and { $number } more
planning-back-to-start = Back to the start of care planning
planning-source = Source: { $statistics }; own calculations, model { $model }.
planning-statistics-care = long-term care statistics (statistical offices, dl-de/by-2-0)
planning-statistics-both = population estimates, long-term care statistics
planning-statistics-both-offices = population estimates, long-term care statistics (statistical offices, dl-de/by-2-0)
planning-statistics-ages = population estimates, age groups split into single years of age
planning-statistics-census = long-term care statistics, census of 2022
planning-statistics-register = register of care facilities
planning-draws = Calculated from { $number } simulated futures.
planning-drawn-with-rates = They include chance in births, deaths, migration and rates of need; they do not include that places or staff may turn out differently.
planning-drawn = They include chance in births, deaths and migration only; they do not include that rates of need, places or staff may turn out differently.
planning-compared-none = none in { $year }
planning-compared-same = about the same as in { $year }
planning-compared-more = { $percent }% more than in { $year }
planning-compared-fewer = { $percent }% fewer than in { $year }
planning-people-down-up = Fewer residents, but more people in need of care
planning-people-up-up = More residents and more people in need of care
planning-people-down-down = Fewer residents and fewer people in need of care
planning-people-up-down = More residents, but fewer people in need of care
planning-people-same-up = About as many residents, but more people in need of care
planning-people-same-down = About as many residents, fewer people in need of care
planning-people-down-same = Fewer residents, about as many people in need of care
planning-people-up-same = More residents, about as many people in need of care
planning-people-same-same = About as many residents and people in need of care as today
planning-people-down-open = Fewer residents; whether more people will need care is open
planning-people-up-open = More residents; whether more people will need care is open
planning-people-same-open = About as many residents; whether more people will need care is open
planning-people-open-up = More people in need of care; whether more or fewer residents will live here is open
planning-people-open-down = Fewer people in need of care; whether more or fewer residents will live here is open
planning-people-open-same = About as many people in need of care; whether more or fewer residents will live here is open
planning-people-open-open = Whether there will be more residents and more people in need of care is open
planning-need = { $year }: { $number } people in need of care, { $compared }
planning-need-open = { $year }: probably { $low } to { $high } people in need of care, after { $number } in { $base }
planning-old-people = { $year }: { $number } residents aged 80 and over, { $compared }
planning-places-unknown = There are no figures on care home places
planning-places-enough = Care home places are sufficient until { $year }, on these assumptions
planning-places-already = Need already exceeds care home places in { $year }
planning-places-enough-in = Care home places are sufficient in { $year }, on these assumptions
planning-places-surely = From { $year } at the latest, need exceeds care home places
planning-places-from = From { $year }, need exceeds care home places
planning-places-open = Whether care home places are sufficient in { $year } is open
planning-places-alike = { $year }: care home places about meet the need
planning-places-at-times = Care home places are lacking at times; in { $year } they are sufficient
planning-staff-enough = { $year }: care staff are sufficient, on these assumptions
planning-staff-short = { $year }: { $gap } of { $needed } care workers lacking
planning-staff-alike = { $year }: about as many care workers as needed
planning-staff-open = Whether care workers are lacking in { $year } is open
planning-growth-spread = How the increase is spread across { $areas }
planning-growth-top = { $top } of { $all } areas account for { $percent }% of the increase
planning-inside-state = the districts
planning-inside-district = the Ämter (joint authorities) and municipalities outside them
planning-inside-amt = the municipalities
planning-headline-places = { $number } care home places
planning-headline-staff = { $number } care workers
planning-headline-both = { $places } and { $staff }
planning-headline-lacking = { $name }: about { $what } lacking in { $year }
planning-headline-lacking-places-open = { $name }: about { $what } lacking in { $year }; whether care home places are lacking is open
planning-headline-lacking-staff-open = { $name }: about { $what } lacking in { $year }; whether care workers are lacking is open
planning-headline-open = { $name }: whether care home places and care workers are lacking in { $year } is open
planning-headline-places-open = { $name }: whether care home places are lacking in { $year } is open
planning-headline-staff-open = { $name }: whether care workers are lacking in { $year } is open
planning-headline-enough = { $name }: care home places and staff are sufficient in { $year }, on these assumptions
planning-headline-need = { $name }: { $number } people in need of care in { $year }, { $compared }
planning-headline-need-open = { $name }: probably { $low } to { $high } people in need of care in { $year }, after { $number } in { $base }
planning-residents = Residents
planning-from-80 = of whom aged 80 and over
planning-in-need = People in need of care
planning-all-grades = all care grades
planning-kind-residential = Care home places
planning-kind-day_care = Day care
planning-kind-short_term = Short-term care
planning-staff = Care staff
planning-lacking-places = Care home places lacking
planning-spare-places = Care home places to spare
planning-lacking-staff = Care workers lacking
planning-spare-staff = Care workers to spare
planning-lacking-note = needed beyond what there is
planning-spare-note = there beyond what is needed
planning-key-figures = Key figures
planning-key-with-range = Projected from { $year }; { $last } with the range of 8 in 10 simulations. Places and staff (headcount): − lacking, + spare.
planning-key-rounded = Projected from { $year }, rounded to the nearest ten (to whole numbers below 100); differences are taken before rounding. Places and staff (headcount): − lacking, + spare.
planning-form-residential = in residential care
planning-form-home_care = with home care
planning-form-allowance_only = care allowance only
planning-form-grade1_without_services = grade 1 without services
planning-form-day_care_grade1 = grade 1 in day care
planning-layer-residential = Care home
planning-layer-home_care = Home care
planning-layer-allowance_only = Allowance
planning-layer-grade1_without_services = Grade 1, no services
planning-together = total
planning-counted-in = { $year } counted
planning-need-subtitle = People in need of care by form of care and care grade, at the end of the year
planning-by-form = By form of care
planning-by-grade = By care grade
planning-grade = Care grade { $grade }
planning-need-heading = Need
planning-places-heading = Places
planning-balance-heading = Balance
planning-places-subtitle = Places at the end of the year, and need at planned occupancy
planning-needed = needed
planning-available = available
planning-staff-subtitle = Staff of care homes and home care services, headcount; availability on our own assumptions
planning-break-need = new definition of need
planning-break-grade1 = grade 1 included
planning-age = Age
planning-age-group = { $from } to { $to }
planning-age-and-over = { $from } and over
planning-men-in = Men { $year }
planning-women-in = Women { $year }
planning-ages-subtitle = Residents by single year of age, { $base } (areas) and { $last } (line)
planning-ages-caption = Residents by age
planning-area = Area
planning-more = increase
planning-more-subtitle = Additional people in need of care, { $base } to { $last }
planning-more-subtitle-estimate = Additional people in need of care, { $base } to { $last } (estimate)
planning-more-caption = People in need of care by area
planning-change-assumptions = Change assumptions
planning-assumption = Assumption: { $title }.
planning-assumed-rates = Rates of need: { $title }.
planning-assumed-care = Forms of care: { $title }.
planning-assumed-places = { $places } places from the end of { $year } in district { $district }.
planning-assumed-no-places = No new places.
planning-assumed-own = Own values: { $number }.
planning-lead = { $what }, { $number } residents on 31 December { $year }
planning-lead-about = { $what }, about { $number } residents on 31 December { $year }
planning-lead-range-lacking = between { $low } and { $high } care home places lacking in { $year } in 8 in 10 simulations
planning-lead-range-spare = between { $low } and { $high } care home places to spare in { $year } in 8 in 10 simulations
planning-lead-range-either = between { $low } care home places too few and { $high } too many in { $year } in 8 in 10 simulations
planning-what-state = Federal state
planning-what-district = District
planning-what-city = Independent city
planning-what-amt = Amt (joint authority)
planning-what-municipality = Municipality
planning-what-planning_area = Planning area
planning-what-quarter = Quarter
planning-guard-very-few = So few people live here that the figures only show an order of magnitude. Please read them together with those of the Amt or district.
planning-guard-few = Few people live here: all figures are estimates. A few moves or a single care home can change them considerably.
planning-guard = Figures below district level are estimates: residents by age and sex, with the rates of need of the whole district.
planning-missing = What is missing here
planning-missing-below-districts = Available staff, assistance for care and ranges exist for whole districts and the state only.
planning-missing-places = Places are those of the register of care facilities, with its openings and closures.
planning-start-title = Care planning: need, places and staff
planning-start-heading = How much care will we need by 2040?
planning-start-intro = Need, places and staff for the state, every district, every Amt (joint authority) and every municipality: today and in the years to come, with the assumptions, the uncertainty and the calculation behind every figure.
planning-start-unknown = We can't tell which area “{ $text }” is.
planning-start-meant = Did you mean:
planning-start-pages = What you can do here
planning-start-german = These pages are in German only.
planning-start-scenarios = Change assumptions and see at once what shifts by 2040.
planning-start-sites = Find out where a new service would help most people.
planning-start-indicators = Indicators with map, ranking and time series.
planning-start-compare = Put districts, Ämter and municipalities side by side.
planning-start-plan = Read and download the care plan of your district with current figures.
planning-start-data = See what the figures rest on, what is due and what has changed.
planning-start-basket = Collect charts for a hand-out or for slides.
planning-start-sign-in = Sign in
planning-start-sign-in-text = Keep facilities and write the texts of a plan.
planning-start-planning-areas = Planning areas
planning-start-amter = All Ämter (joint authorities) and municipalities outside them
planning-start-foot = Municipalities can be found by the search, or in the overview of their Amt. Only public figures are shown; the same figures are available as data from the
planning-start-api = API
planning-map-strongest = Steepest rise: { $name }, { $percent }% more by { $year }
planning-map-title = How need changes by { $year }
planning-map-subtitle = More people in need of care in { $last } than in { $base }, per cent
planning-table-enough = { $year }: care home places are sufficient in every district, on these assumptions
planning-table-all = { $year }: care home places are lacking in all districts
planning-table-some = { $year }: care home places are lacking in { $some } of { $all } districts
planning-table-subtitle = People in need of care in { $base } and { $last }; shortfall (−) or surplus (+) of care home places and care workers in { $last }
planning-table-caption = State and districts
planning-change = Change
planning-homes-heading = Care home places
planning-workers-heading = Care workers

# The titles of scenarios; model sets have the German ones.

scenario-population-status-quo = Status quo
scenario-population-high = High variant
scenario-population-low = Low variant
scenario-population-landesprognose-5 = Assumptions of the 5th state projection (2019)
scenario-population-kbv-16 = As in the 16th coordinated population projection (2025)
scenario-prevalence-status-quo = Constant rates of need
scenario-prevalence-compression = Longer in good health
scenario-prevalence-rising = Rates of need keep rising
scenario-prevalence-trend = Rates of need rise as before, ever more slowly
scenario-care_form-status-quo = Constant forms of care
scenario-care_form-formal = More care by home care services and care homes
scenario-care_form-home-based = More care at home
scenario-care_form-trend = The share of care homes falls further, ever more slowly
