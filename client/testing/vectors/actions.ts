import { refundAtTool } from "../refund.ts";

type Json = Record<string, unknown>;

const params = { amount: 1250, currency: "USD" };
const refund = { type: "refund.create", resource: "charge/ch_81", params };
const deep = (levels: number): unknown => (levels === 0 ? 1 : { inside: deep(levels - 1) });

/** Actions that a client has to accept. */
export const actions: Json[] = [
  refund,
  refundAtTool(),
  { type: "a", params: {} },
  {
    type: "refund.create",
    resource: "charge/é😀",
    params: { b: [1.5, -0, null, true], a: { "": "\u007f\n" } },
  },
  { type: "refund.create", params: deep(14) },
];

/** What the server refuses as an action. */
export const wrongActions: unknown[] = [
  ...[null, "refund.create", [], {}, { type: "refund.create" }, { params }],
  ...["", "Refund", "refund..create", "refund.create\n", ".refund", "1refund", "a".repeat(101), 7].map(
    (type) => ({
      type,
      params,
    }),
  ),
  ...[null, [], "x", 7].map((wrong) => ({ type: "refund.create", params: wrong })),
  ...["", "r".repeat(501), "😀".repeat(251), "\ud800", "\u0000", null, 7].flatMap((text) => [
    { ...refund, resource: text },
    { ...refund, audience: text },
  ]),
  ...[{ a: 1, A: 2 }, { "\udc00": 1 }, { a: "\ud800" }, { a: "\u0000" }, { a: 2 ** 53 }, deep(15)].map(
    (wrong) => ({
      ...refund,
      params: wrong,
    }),
  ),
  { ...refund, amount: 1 },
];
