// Reads what the sentences and titles of a plan say, and holds them to each other: one measure of one area goes one way, is judged
// once, and has one value a year.

import assert from "node:assert/strict";

const NUMBER = "([\\d.]+)";
const KINDS = "(Heimplätze|Tagespflegeplätze|Kurzzeitpflegeplätze|Beschäftigte in der Pflege)";
const WAYS = { steigt: "rises", sinkt: "falls", bleibt: "alike" };
const PEOPLE = "Die Zahl der Pflegebedürftigen";
const OLD = "Die Zahl der Menschen ab 80 Jahren";

/** Rules for sentences: what is matched, and what it says as [subject, judgement, {year: figure}]. */
const SENTENCES = [
  [
    new RegExp(`^(Die Zahl der .+?),? (steigt|sinkt|bleibt)(?: in der mittleren Rechnung)?(?: etwa gleich)?[:,]? (?:von )?rund ${NUMBER} im Jahr (\\d{4}) (?:auf|und) rund ${NUMBER} im Jahr (\\d{4})`),
    (m) => [m[1], WAYS[m[2]], { [m[4]]: m[3], [m[6]]: m[5] }],
  ],
  [
    new RegExp(`^(Die Zahl der .+?),? liegt (\\d{4}) in 8 von 10 Zukünften .+; (\\d{4}) sind es rund ${NUMBER}\\. Ob sie steigt oder sinkt, ist damit offen\\.$`),
    (m) => [m[1], "open", { [m[3]]: m[4] }],
  ],
  // What was counted long ago says nothing about the years to come.
  [/^Die Zahl der .+ ist von [\d.]+ im Jahr \d{4} auf [\d.]+ im Jahr \d{4} (gestiegen|gesunken|gleich geblieben)\.$/, () => null],
  [new RegExp(`^(\\d{4}) fehlen rechnerisch rund ${NUMBER} ${KINDS}\\. `), (m) => [m[3], "lacks", { [`${m[1]} fehlen`]: m[2] }]],
  [new RegExp(`^(\\d{4}) gibt es rechnerisch rund ${NUMBER} ${KINDS} mehr`), (m) => [m[3], "spare", { [`${m[1]} mehr`]: m[2] }]],
  [new RegExp(`^\\d{4} gibt es rechnerisch etwa so viele ${KINDS} wie gebraucht`), (m) => [m[1], "alike", {}]],
  [new RegExp(`^Ob \\d{4} genug ${KINDS} da sind, ist offen\\.`), (m) => [m[1], "open", {}]],
  [new RegExp(`^(?:Ab|Schon|Spätestens ab) \\d{4} .*fehlen rechnerisch (?:in jedem Jahr )?${KINDS}(?:; ob schon vorher, ist offen)?\\.$`), (m) => [m[1], "lacks", {}]],
  [new RegExp(`^Bis \\d{4} reichen die ${KINDS} rechnerisch aus\\.$`), (m) => [m[1], "spare", {}]],
  [new RegExp(`^Zeitweise fehlen rechnerisch ${KINDS}, \\d{4} nicht mehr\\.$`), (m) => [m[1], "spare", {}]],
];

/** The same for the titles of charts, by the id of the chart. */
const change = (subject) => [
  [/: wahrscheinlich /, () => [subject, "open", {}]],
  [/ etwa gleich viele /, () => [subject, "alike", {}]],
  [new RegExp(`^(\\d{4}): ${NUMBER} .+ (mehr|weniger) als `), (m) => [subject, m[3] === "mehr" ? "rises" : "falls", { [m[1]]: m[2] }]],
];
const lack = (kind) => [
  [/ist offen$/, () => [kind, "open", {}]],
  [/etwa so viele/, () => [kind, "alike", {}]],
  [new RegExp(`^(\\d{4}) fehlen ${NUMBER} `), (m) => [kind, "lacks", { [`${m[1]} fehlen`]: m[2] }]],
  [new RegExp(`^(\\d{4}) gibt es ${NUMBER} .+ mehr als`), (m) => [kind, "spare", { [`${m[1]} mehr`]: m[2] }]],
];
const TITLES = {
  "k4-alte": change(OLD),
  "k5-formen": change(PEOPLE),
  "k7-heim": [
    [/ist offen$/, () => ["Heimplätze", "open", {}]],
    [/decken .* etwa den Bedarf$/, () => ["Heimplätze", "alike", {}]],
    [/übersteigt der Bedarf die Heimplätze$/, () => ["Heimplätze", "lacks", {}]],
    [/übersteigt der Bedarf die Heimplätze nicht( mehr)?$/, () => ["Heimplätze", "spare", {}]],
  ],
  "k8-personal": lack("Beschäftigte in der Pflege"),
  "k10-saldo": lack("Heimplätze"),
};

function read(rules, text) {
  for (const [pattern, meaning] of rules) {
    const found = pattern.exec(text);
    if (found) return { said: meaning(found) };
  }
  return null;
}

/** Everything that a plan says about a measure, with the area it is about. */
function statements(plan) {
  const found = [];
  for (const chapter of plan.chapters) {
    let area = plan.area_name;
    for (const block of chapter.blocks) {
      if (block.kind === "heading" && chapter.number === "B") area = block.title;
      const chart = block.kind === "figure" ? block.chart : null;
      const id = chart?.id;
      const rules = block.kind === "finding" ? SENTENCES : chart && TITLES[id];
      if (!rules) continue;
      const text = block.kind === "finding" ? block.text : chart.title;
      const meaning = read(rules, text);
      const mustBeRead = chart || /^Die Zahl der|rechnerisch|ist offen/.test(text);
      assert.ok(meaning || !mustBeRead, `${chapter.number}: nothing reads „${text}“`);
      if (meaning?.said) found.push({ area, chapter: chapter.number, text, said: meaning.said });
    }
  }
  return found;
}

/** Fails where two sentences of a plan judge a measure of an area differently, or give it two values; gives how many were read. */
export function checkSentences(plan) {
  const judged = new Map();
  const figures = new Map();
  const found = statements(plan);
  for (const { area, text, said } of found) {
    const [subject, judgement, values] = said;
    const key = `${area}, ${subject}`;
    const known = judged.get(key) ?? { judgement, text };
    assert.equal(judgement, known.judgement, `${key}: „${known.text}“ and „${text}“`);
    judged.set(key, known);
    for (const [year, value] of Object.entries(values)) {
      const before = figures.get(`${key}, ${year}`) ?? { value, text };
      assert.equal(value, before.value, `${key}, ${year}: „${before.text}“ and „${text}“`);
      figures.set(`${key}, ${year}`, before);
    }
  }
  return found.length;
}

/** A figure without its band and without "(geschätzt)". */
const bare = (text) => text.replace(/ \(.*\)$/, "").replace(/\*$/, "");

/** Fails where a figure that has a name of the API is written in two ways; gives how many were compared. */
export function checkFigures(plan) {
  const known = new Map();
  let compared = 0;
  for (const table of plan.chapters.flatMap((chapter) => chapter.blocks).filter((block) => block.kind === "table")) {
    for (const cell of table.rows.flat().filter((cell) => cell.of)) {
      const key = JSON.stringify(cell.of);
      const before = known.get(key) ?? { text: bare(cell.text), number: table.number };
      assert.equal(bare(cell.text), before.text, `${key} in the tables ${before.number} and ${table.number}`);
      if (known.has(key)) compared += 1;
      known.set(key, before);
    }
  }
  return compared;
}
