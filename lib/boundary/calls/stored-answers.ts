import type { RequestEdge } from "#db/schema/requests";

/** Whether an edge stores its answers (gateways/answer-once.ts), and so gets no number to match. Total. */
export const storesAnswers = {
  "claude-code": false,
  codex: false,
  cursor: false,
  authzen: false,
  envoy: false,
  toolhive: true,
  test: false,
} as const satisfies Record<RequestEdge, boolean>;

export type StoringEdge = {
  [Edge in RequestEdge]: (typeof storesAnswers)[Edge] extends true ? Edge : never;
}[RequestEdge];
