import { placeOf } from "./hosts.ts";
import type { Look } from "./server.ts";

/** No server, or more than one, can be the primary: no new connection is opened. */
export class NoPrimaryError extends Error {
  override readonly name = "NoPrimaryError";
  readonly code = "NO_PRIMARY";

  /** @param mayStay whether the connections to a server may stay: an outage of the look is no reason to end them */
  constructor(
    message: string,
    readonly mayStay: (url: string) => boolean,
  ) {
    super(message);
  }
}

/** What a server answered, or why it didn't. */
export type Answer = { url: string } & ({ look: Look } | { fault: string });

/** By system, the newest timeline on which a server accepted writes. */
export type Timelines = Map<string, string>;

/** Whether the server was the primary before a promotion that this process knows of. */
export function isOutdated({ system, timeline }: Look, newest: Timelines): boolean {
  return (timeline ?? "") < (newest.get(system) ?? "");
}

/**
 * The addresses of the primary, in the order of the connection string: several lead to it where each is that of
 * a pooler. Of two servers that accept writes, the one that was promoted last is the primary: the other one was
 * only out of reach when its standby took its place. It stays so while the promoted one is out of reach.
 * @param newest as seen before; gets what these answers add
 * @throws {NoPrimaryError}
 */
export function choosePrimary(answers: readonly Answer[], newest: Timelines): string[] {
  const writable = answers.flatMap((answer) => ("look" in answer && answer.look.isWritable ? [answer] : []));
  for (const { look } of writable)
    if (look.timeline !== null && !isOutdated(look, newest)) newest.set(look.system, look.timeline);
  const current = writable.filter(({ look }) => !isOutdated(look, newest));
  if (current.length === 0)
    throw new NoPrimaryError(
      `no server accepts writes: ${faultsOf(answers)}`,
      (url) => !writable.some((answer) => answer.url === url),
    );
  const isOne =
    new Set(writable.map(({ look }) => look.system)).size === 1 &&
    new Set(current.map(({ look }) => look.startedAt)).size === 1;
  if (!isOne)
    throw new NoPrimaryError(
      `several servers accept writes: ${writable.map(placeOfAnswer).join(", ")}`,
      () => false,
    );
  return current.map(({ url }) => url);
}

const placeOfAnswer = ({ url }: { url: string }) => placeOf(url);

function faultsOf(answers: readonly Answer[]): string {
  return answers.map((answer) => `${placeOfAnswer(answer)} (${faultOf(answer)})`).join(", ");
}

function faultOf(answer: Answer): string {
  if ("fault" in answer) return answer.fault;
  return answer.look.isWritable ? "the primary no more, since another server was promoted" : "read-only";
}
