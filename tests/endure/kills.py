"""The service is killed in the middle of edits, again and again; what it has said to be saved is never lost."""

import html.parser
import json
import random
import re
import signal
import threading
import time

from service import Service

NAME, PASSWORD = "amt", "ein-langes-passwort-77"


class Form(html.parser.HTMLParser):
    """The fields of the form whose action is `action`, with their values."""

    def __init__(self, action):
        super().__init__()
        self.action, self.inside, self.fields = action, False, {}
        self.select, self.area = None, None

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        if tag == "form":
            self.inside = of.get("action") == self.action
        if not self.inside:
            return
        name, kind = of.get("name"), of.get("type", "text")
        if tag == "input" and name and (kind not in ("checkbox", "radio") or "checked" in of) and kind != "submit":
            self.fields[name] = of.get("value", "on" if kind == "checkbox" else "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in of or self.select not in self.fields):
            self.fields[self.select] = of.get("value", "")
        elif tag == "textarea" and name:
            self.area = name
            self.fields[name] = ""

    def handle_endtag(self, tag):
        self.select = None if tag == "select" else self.select
        self.area = None if tag == "textarea" else self.area
        self.inside = self.inside and tag != "form"

    def handle_data(self, data):
        if self.inside and self.area:
            self.fields[self.area] += data


def cookies(headers):
    return "; ".join(one.split(";")[0] for one in headers.get_all("set-cookie") or [] if "Max-Age=0" not in one)


def signed_in(service):
    until = time.monotonic() + 30
    while (page := service.ask("/amt/anmelden"))[0] != 200 and time.monotonic() < until:
        time.sleep(0.2)
    token = re.search(r'name="formular" value="([^"]*)"', page[1])[1]
    form = {"formular": token, "name": NAME, "passwort": PASSWORD}
    status, _, headers = service.ask("/amt/anmelden", "POST", form, cookies(page[2]))
    if status != 303:
        raise SystemExit(f"signing in was answered with {status}")
    return cookies(headers)


def telephone(service, facility):
    return json.loads(service.ask(f"/api/v1/facilities/{facility}")[1]).get("phone")


def edited(service, facility, cookie, number, answered):
    """Sends the form of a facility with another telephone number; notes what the service has answered."""
    path = f"/amt/einrichtungen/{facility}"
    form = Form(path)
    form.feed(service.ask(path, cookie=cookie)[1])
    form.fields["phone"] = number
    answered.append(("sent", 0))
    answered.append(("answered", service.ask(path, "POST", form.fields, cookie)[0]))


def usual_edit(service, facility, cookie):
    """Seconds of an edit that nobody disturbs: the median of five."""
    times = []
    for number in range(5):
        answered = []
        thread = threading.Thread(target=edited, args=(service, facility, cookie, f"03881 9000{number}", answered))
        thread.start()
        while not answered and thread.is_alive():
            time.sleep(0.0002)
        started = time.monotonic()
        thread.join()
        times.append(time.monotonic() - started)
        if ("answered", 303) not in answered:
            raise SystemExit(f"an edit was answered with {answered[-1:]}")
    return sorted(times)[2]


def one_kill(service, facility, cookie, number, wait):
    """Whether the edit was acknowledged. The service is killed so many seconds after the form is on its way."""
    answered = []
    thread = threading.Thread(target=edited, args=(service, facility, cookie, number, answered))
    thread.start()
    while not answered and thread.is_alive():
        time.sleep(0.0002)
    time.sleep(wait)
    service.end(signal.SIGKILL)
    thread.join()
    return ("answered", 303) in answered


def run(table, binary, folder, kills):
    table.heading(f"{kills} kills in the middle of an edit")
    service, dice = Service(binary, folder / "kills"), random.Random(7)
    service.start()
    made = service.run("account", "create", NAME, "--role", "editor", "--password-stdin", typed=PASSWORD + "\n")
    if made.returncode != 0:
        raise SystemExit(f"the account was not made: {made.stderr}")
    facility = json.loads(service.ask("/api/v1/facilities?limit=1")[1])["items"][0]["id"]
    cookie = signed_in(service)
    usual = usual_edit(service, facility, cookie)
    lost, halves, saved, slowest = 0, 0, 0, 0.0
    before = telephone(service, facility)
    for kill in range(kills):
        number = f"03881 {kill:05}"
        is_acknowledged = one_kill(service, facility, cookie, number, 1.6 * usual * dice.random())
        slowest = max(slowest, service.start())
        now = telephone(service, facility)
        lost += is_acknowledged and now != number
        halves += now not in (before, number)
        saved += now == number
        history = service.ask(f"/amt/einrichtungen/{facility}/verlauf", cookie=cookie)[1]
        # What counts stands in the history, and what does not count does not.
        halves += (number in history) != (now == number)
        before = now
    service.end()
    measured = f"{saved} edits were saved, {kills - saved} not; {lost} acknowledged ones lost, {halves} half saved; slowest start {slowest:.1f} s"
    table.row("kill -9 in the middle of an edit", measured, "none lost, none half", lost == 0 and halves == 0)
    outcome = Service(binary, service.folder).run("doctor")
    table.row("the database after that", f"doctor ends with {outcome.returncode}", "0 or 1, no damage", "damaged" not in outcome.stdout + outcome.stderr)
