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
    tests: [
      {
        params: { table: "orders", fields: ["id", "total"], limit: 1 },
        lines: ["Read data", "Table: orders", "Fields: id, total", "Limit: 1 record"],
      },
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
    tests: [
      {
        params: { amount: 99.5, currency: "EUR", invoice: "INV-7" },
        lines: ["Make a payment", "Pay 99.50 EUR", "Amount: 99.50 EUR", "Invoice: INV-7"],
      },
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
    tests: [
      {
        params: { environment: "production", service: "shop", replicas: 3 },
        lines: ["Change infrastructure", "Environment: production", "Service: shop", "Replicas: 3"],
      },
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
    tests: [
      {
        params: { count: 250, table: "orders", filter: "age > 5" },
        lines: ["Delete records", "Number: 250 records", "Table: orders", "Filter: age > 5"],
      },
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
    tests: [
      {
        params: { to: ["a@example.com"], subject: "Hello", body: "Hi" },
        lines: ["Send a message", 'To: ["a@example.com"]', "Subject: Hello", "Message: Hi"],
      },
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
