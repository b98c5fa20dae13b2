import { placeOf } from "./hosts.ts";
import type { Look } from "./server.ts";

/** No server, or more than one, can be the primary: none is written to. */
export class NoPrimaryError extends Error {
  override readonly name = "NoPrimaryError";
  readonly code = "NO_PRIMARY";
}

/** What a server answered, or why it didn't. */
export type Answer = { url: string } & ({ look: Look } | { fault: string });

/**
 * The addresses of the primary, in the order of the connection string: several lead to it where each is that of
 * a pooler. Of two servers that accept writes, the one that was promoted last is the primary: the other one was
 * only out of reach when its standby took its place.
 * @throws {NoPrimaryError}
 */
export function choosePrimary(answers: readonly Answer[]): string[] {
  const writable = answers.flatMap((answer) => ("look" in answer && answer.look.isWritable ? [answer] : []));
  if (writable.length === 0) throw new NoPrimaryError(`no server accepts writes: ${faultsOf(answers)}`);
  const last = writable
    .map(({ look }) => look.timeline)
    .sort()
    .at(-1);
  const newest = writable.filter(({ look }) => look.timeline === last);
  const isOne =
    new Set(writable.map(({ look }) => look.system)).size === 1 &&
    new Set(newest.map(({ look }) => look.startedAt)).size === 1;
  if (!isOne)
    throw new NoPrimaryError(`several servers accept writes: ${writable.map(placeOfAnswer).join(", ")}`);
  return newest.map(({ url }) => url);
}

const placeOfAnswer = ({ url }: { url: string }) => placeOf(url);

function faultsOf(answers: readonly Answer[]): string {
  return answers
    .map((answer) => `${placeOfAnswer(answer)} (${"fault" in answer ? answer.fault : "read-only"})`)
    .join(", ");
}
