// Reads a bibliography from standard input with citation-js and writes it as CSL-JSON: node read_back.mjs ris|bibtex|csl

import { readFileSync } from "node:fs";
import { Cite, plugins } from "@citation-js/core";
import "@citation-js/plugin-ris";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-csl";

const FORMS = { ris: "@ris/file", bibtex: "@biblatex/text", csl: "@csl/list+object" };
const [, , form] = process.argv;
const text = readFileSync(0, "utf8");
plugins.config.get("@bibtex").parse.strict = false;
const read = new Cite(form === "csl" ? JSON.parse(text) : text, { forceType: FORMS[form] });
process.stdout.write(JSON.stringify(read.data));
