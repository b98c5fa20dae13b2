// npm run test:guards [name...]: removes each listed guard in a copy of the working tree and runs
// the tests that should notice. How to list a guard: bin/test/guards/README.md
import { compileRemovals } from "./guard-removal/compile.ts";
import { copyTree } from "./guard-removal/copy-tree.ts";
import { findStaleness, type Guard, loadGuards } from "./guard-removal/entries.ts";
import { openTestRunner, type TestRunner } from "./guard-removal/test-runner.ts";
import { type Judgement, tryRemoval, tryWithGuards } from "./guard-removal/try-removal.ts";

const guards = loadGuards().filter(isChosen);
if (guards.length === 0) {
  console.error(`No guard has a name or a room like ${process.argv.slice(2).join(", ")}.`);
  process.exit(1);
}
const { folder, remove } = copyTree();
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
const counts = { killed: 0, survived: 0, stale: 0, broken: 0 };
let runner: TestRunner | undefined;
try {
  const entries = await withoutFaults(guards);
  const opened = await openTestRunner(folder);
  runner = opened;
  await tryWithGuards(entries, opened);
  for (const guard of entries) await report(guard, () => tryRemoval(guard, { folder, runner: opened }));
} finally {
  await runner?.close();
  remove();
}
const { killed, survived, stale, broken } = counts;
console.log(`\n${killed} killed, ${survived} survived, ${stale} stale, ${broken} broken`);
process.exit(killed === guards.length ? 0 : 1);

/** Reports the entries that are out of date or do not compile, and returns the others. */
async function withoutFaults(all: Guard[]): Promise<Guard[]> {
  const current: Guard[] = [];
  for (const guard of all) {
    const staleness = findStaleness(guard, folder);
    if (staleness) await report(guard, async () => ({ verdict: "stale", why: staleness }));
    else current.push(guard);
  }
  const errors = compileRemovals(current, folder);
  for (const [guard, why] of errors) await report(guard, async () => ({ verdict: "broken", why }));
  return current.filter((guard) => !errors.has(guard));
}

async function report(guard: Guard, run: () => Promise<Judgement>): Promise<void> {
  const started = performance.now();
  const { verdict, why } = await run();
  counts[verdict] += 1;
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  const reason = why ? `\n${why.replace(/^/gm, "    ")}` : "";
  console.log(`${verdict.padEnd(8)} ${seconds} s  ${guard.room}/${guard.name}${reason}`);
}

function isChosen({ room, name }: Guard): boolean {
  const words = process.argv.slice(2);
  return words.length === 0 || words.some((word) => `${room}/${name}`.includes(word));
}
