import type { RequestEdge } from "#db/schema/requests";

/**
 * Whether an edge stores its answers, because it answers a repeated call with the same words
 * (lib/boundary/gateways/answer-once.ts). Such an answer is without the number to match, which is
 * never stored. Total, so that a new edge does not compile without an answer.
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

/** An edge that stores its answers. */
export type StoringEdge = {
  [Edge in RequestEdge]: (typeof storesAnswers)[Edge] extends true ? Edge : never;
}[RequestEdge];
