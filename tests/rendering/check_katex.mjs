// Reads a JSON list of formulas on stdin, parses each in KaTeX strict mode, prints a JSON list of faults.
// Usage: node check_katex.mjs FOLDER < formulas.json, where FOLDER holds node_modules/katex
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const katex = createRequire(join(process.argv[2], "package.json"))("katex");
const formulas = JSON.parse(readFileSync(0, "utf8"));
const faults = [];
for (const formula of formulas) {
  try {
    katex.renderToString(formula, {
      displayMode: true, throwOnError: true, strict: "error", trust: false, maxExpand: 1000,
    });
  } catch (fault) {
    faults.push([formula, String(fault.message)]);
  }
}
process.stdout.write(JSON.stringify({ checked: formulas.length, faults }));
