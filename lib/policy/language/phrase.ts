/** An agent's words: untrusted, and shown as untrusted (invariant 13). */
export interface AgentText {
  agentText: string;
}

/** A sentence part in which an agent's own words stay apart from ours. */
export type Phrase = readonly (string | AgentText)[];

/** Text of a parameter as a part of a phrase. */
export function agentText(text: string): AgentText {
  return { agentText: text };
}
