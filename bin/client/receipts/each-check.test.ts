import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { readerFor } from "#lib/descriptors/render/reader-for";
import type * as Verifier from "./verify.ts";

const vectors = "docs/test-vectors";
const readJson = (file: string) => JSON.parse(readFileSync(join(vectors, file), "utf8"));

/** Where the verifier refuses something: a throw, a comparison, the call of a whole check, or a listed value. */
const refusal =
  /(?<=^\s*|\) |else )throw (?=new Error)|(?<=^ +|\) )same\(|(?<=^ +)await check\("|(?<=^ {4})\["|(?<=^ {4})(?:issued_at|\w+\??\.[\w?.]+)(?=,$)/gm;

// What follows these refusals fails without them too: they only name the fault.
const needless = [
  /the receipt doesn't say what the agent asked for/,
  /isn't in the key set/,
  /a COSE key is a CBOR map/,
  /is none of ES256/,
  /isn't UTF-8/,
  /CBOR (?:is nested too deeply|tags aren't|ends too early|length is indefinite)|this CBOR value isn't/,
];

test("a verifier that leaves out any one refusal accepts a published receipt that is invalid", async () => {
  const { verifier, sites, trial } = await verifierWithSwitches();
  const pinned = readJson("keys.json");
  const noticed = new Set<string>();
  for (const { file, valid, fails } of readJson("verdicts.json").receipts) {
    if (valid || fails.includes("reading") || fails.length > 1) continue;
    const receipt = readJson(file);
    const commands = await readerFor(receipt.descriptor);
    const verified = () =>
      receipt.type === "countersign.receipt"
        ? verifier.verifyReceipt(receipt, { pinned, commands })
        : verifier.verifyOwnershipReceipt(receipt, { pinned });
    const isValid = async () => (await verified()).valid;
    trial.start(fails[0]);
    expect([file, await isValid()]).toEqual([file, false]);
    for (const site of [...trial.reached]) {
      trial.omitted = site;
      if (!noticed.has(site) && (await isValid())) noticed.add(site);
    }
  }
  const isNeedless = (site: string) => needless.some((words) => words.test(site));
  expect(sites.filter((site) => !noticed.has(site) && !isNeedless(site))).toEqual([]);
  expect(sites.length).toBeGreaterThan(110);
});

/** Which refusals the verifier reached in the failing check, and which one it leaves out. */
class Trial {
  reached = new Set<string>();
  omitted: string | undefined;
  #failing = "";
  #current = "";

  start(failing: string) {
    this.reached = new Set();
    this.omitted = undefined;
    this.#failing = failing;
  }

  isOmitted(site: string) {
    this.#current = / check\("(.+?)"/.exec(site)?.[1] ?? this.#current;
    if (this.#current === this.#failing) this.reached.add(site);
    return site === this.omitted;
  }
}

/** What an expression becomes when it is left out. Nothing stands in the place of a statement. */
function insteadOf(found: string) {
  if (found.startsWith("await")) return "{ passed: true }";
  if (found === '["') return '["", 0, 0]';
  return /^(?:throw|same)/.test(found) ? undefined : "undefined";
}

/** The verifier, in which each refusal can be switched off. A site is a file, a line and its text. */
async function verifierWithSwitches() {
  const sites: string[] = [];
  const { outputFiles } = await build({
    entryPoints: ["bin/client/receipts/verify.ts"],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    plugins: [
      {
        name: "switches",
        setup: ({ onLoad }) =>
          onLoad({ filter: /\/client\/receipts\/.*\.ts$/ }, ({ path }) => {
            const text = readFileSync(path, "utf8");
            const contents = text.replace(refusal, (found, at: number) => {
              const line = text.slice(0, at).split("\n").length;
              const words = text.slice(at).split("\n").slice(0, 2).join(" ");
              const site = `${relative("bin/client/receipts", path)}:${line} ${words}`;
              sites.push(site);
              const isOmitted = `receiptTrial.isOmitted(${JSON.stringify(site)})`;
              const instead = insteadOf(found);
              return instead ? `(${isOmitted}) ? ${instead} : ${found}` : `if (!(${isOmitted})) ${found}`;
            });
            return { contents, loader: "ts" };
          }),
      },
    ],
  });
  const trial = new Trial();
  Object.assign(globalThis, { receiptTrial: trial });
  const code = Buffer.from(outputFiles[0]?.contents ?? "").toString("base64");
  const verifier: typeof Verifier = await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`);
  return { verifier, sites, trial };
}
