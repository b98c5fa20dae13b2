/** The audience of the tool in tests that call no tool. */
export const audience = "https://payments.example";

/** A refund at the tool: 50 is auto-approved by the default policy, 1250 needs one approval. */
export function refundAtTool(amount = 50, more: object = {}) {
  return {
    type: "refund.create",
    resource: "charge/ch_81",
    params: { amount, currency: "USD" },
    audience,
    ...more,
  };
}
