import type { Descriptor } from "#lib/descriptors/descriptor";

type Field = Descriptor["fields"][number];

const money = { ...field("/amount", "Amount", "amount", { currency: "/currency" }), editable: true as const };

/** How approvers see the action types of a new workspace. */
export const defaultDescriptors: Record<string, Descriptor> = {
  "data.read": {
    intent: "Read data",
    fields: [
      optional("/source", "Source"),
      optional("/table", "Table"),
      optional("/query", "Query", "code"),
      optional("/filter", "Filter"),
      optional("/fields", "Fields", "list", { items: { format: "text" } }),
      optional("/ids", "IDs", "list", { items: { format: "text" } }),
      optional("/limit", "Limit", "count", { one: "record", other: "records" }),
    ],
  },
  "refund.create": {
    intent: "Refund a payment",
    sentence: "Refund {amount}",
    fields: [
      money,
      optional("/payment", "Payment"),
      optional("/customer", "Customer"),
      optional("/reason", "Reason"),
    ],
    tests: [
      {
        params: { amount: 1250, currency: "USD", payment: "ch_81" },
        lines: ["Refund a payment", "Refund 1,250.00 USD", "Amount: 1,250.00 USD", "Payment: ch_81"],
      },
    ],
  },
  "payment.create": {
    intent: "Make a payment",
    sentence: "Pay {amount}",
    fields: [
      money,
      optional("/recipient", "Recipient"),
      optional("/account", "Account"),
      optional("/invoice", "Invoice"),
      optional("/reference", "Reference"),
    ],
  },
  "infra.change": {
    intent: "Change infrastructure",
    fields: [
      optional("/environment", "Environment"),
      optional("/service", "Service"),
      optional("/change", "Change"),
      optional("/version", "Version"),
      optional("/replicas", "Replicas", "number"),
      optional("/plan", "Plan", "code"),
    ],
  },
  "record.delete": {
    intent: "Delete records",
    fields: [
      optional("/count", "Number", "count", { one: "record", other: "records" }),
      optional("/source", "Source"),
      optional("/table", "Table"),
      optional("/filter", "Filter"),
      optional("/ids", "IDs", "list", { items: { format: "text" } }),
    ],
  },
  "shell.run": {
    intent: "Run a shell command",
    fields: [
      field("/command", "Command", "command"),
      optional("/directory", "Directory", "path"),
      optional("/run_in_background", "In background", "boolean"),
    ],
  },
  "message.send": {
    intent: "Send a message",
    fields: [
      optional("/to", "To", "json"),
      optional("/cc", "Cc", "list", { items: { format: "text" } }),
      optional("/bcc", "Bcc", "list", { items: { format: "text" } }),
      optional("/channel", "Channel"),
      optional("/subject", "Subject"),
      optional("/body", "Message"),
    ],
  },
};

function field(path: string, label: string, format: Field["format"], params?: Field["params"]): Field {
  return { path, label, format, ...(params && { params }) };
}

function optional(
  path: string,
  label: string,
  format: Field["format"] = "text",
  params?: Field["params"],
): Field {
  return { ...field(path, label, format, params), optional: true };
}
