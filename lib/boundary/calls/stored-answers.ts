import type { RequestEdge } from "#db/schema/requests";

/**
 * Whether an edge stores its answers for repeated calls (lib/boundary/gateways/answer-once.ts), and
 * so gets no number to match. Total, so that a new edge does not compile without a choice.
 */
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
