import { isId } from "#lib/kernel/ids";

/** A document with the reader's agent in its examples. Text that isn't an agent's ID changes nothing. */
export function withAgent(text: string, agent: string | undefined): string {
  return agent !== undefined && isId("agt", agent) ? text.replaceAll("agt_...", agent) : text;
}
