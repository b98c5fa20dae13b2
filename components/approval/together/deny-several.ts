import { asRefusal } from "#components/api/call.ts";
import { pageFault } from "../decision/phase.ts";
import type { Result } from "./approve-together.ts";

const mostAtOnce = 4;

/** Codes after which the next call would fail too. */
const endings: ReadonlySet<string> = new Set(["unauthenticated", "unconfirmed", "rate_limited"]);

/** Codes after which the denial may be recorded: the answer was lost. */
const unknowns: ReadonlySet<string> = new Set(["unconfirmed", "internal"]);

const notSent = "Not sent, because an earlier denial failed.";

/** A failed denial leaves the rest alone. A lost connection or session ends the sending. */
export async function denySeveral(
  ids: readonly string[],
  deny: (id: string) => Promise<void>,
): Promise<Result[]> {
  const results = new Map<string, Result>();
  const waiting = [...ids];
  let isOver = false;
  async function work() {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      if (isOver) results.set(id, { request: id, code: "not_sent", detail: notSent });
      else results.set(id, await denyOne(id));
    }
  }
  async function denyOne(id: string): Promise<Result> {
    try {
      await deny(id);
      return { request: id, state: "denied" };
    } catch (thrown) {
      const { code, message } = asRefusal(thrown, pageFault);
      isOver ||= endings.has(code);
      return { request: id, ...(unknowns.has(code) && { state: "unknown" }), code, detail: message };
    }
  }
  await Promise.all(Array.from({ length: mostAtOnce }, work));
  return ids.flatMap((id) => results.get(id) ?? []);
}
