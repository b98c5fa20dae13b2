import type { ActionType } from "#lib/policy/action-types/action-type";
import type { Condition } from "#lib/policy/language/condition";
import { type DefaultOutcome, defaults, type Rule, type Unclassified } from "#lib/policy/language/rule";

import { defaultDescriptors } from "./default-descriptors.ts";

type Properties = Record<string, Record<string, unknown>>;

const text = { type: "string" };
const texts = { type: "array", items: text };

const money: Properties = {
  amount: { type: "number", exclusiveMinimum: 0 },
  currency: { type: "string", pattern: "^[A-Z]{3}$" },
};

/** A new workspace's action types. An unnamed parameter would reach the tool unseen, so each is named. */
export const defaultCatalog: ActionType[] = [
  entry("data.read", "Read data", "read", {
    ...{ source: text, table: text, query: text, filter: text, fields: texts, ids: texts },
    limit: { type: "integer", minimum: 1 },
  }),
  spending("refund.create", "Refund a payment", { payment: text, customer: text, reason: text }),
  spending("payment.create", "Make a payment", {
    ...{ recipient: text, account: text, invoice: text, reference: text },
  }),
  entry("infra.change", "Change infrastructure", "production", {
    ...{ environment: text, service: text, change: text, version: text, plan: text },
    replicas: { type: "integer", minimum: 0 },
  }),
  entry("record.delete", "Delete records", "destructive", {
    ...{ count: { type: "integer", minimum: 1 }, source: text, table: text, filter: text, ids: texts },
  }),
  // Nothing limits what a shell command does. The engine auto-approves a command only where a rule
  // lists it exactly (lib/policy/engine/shell-commands.ts).
  entry("shell.run", "Run a shell command", "destructive", {
    ...{
      command: text,
      directory: text,
      timeout: { type: "number" },
      run_in_background: { type: "boolean" },
    },
    options: { type: "object" },
  }),
  entry("message.send", "Send a message", "write", {
    to: { type: ["string", "array"], items: text },
    ...{ cc: texts, bcc: texts, channel: text, subject: text, body: text },
  }),
];

export const defaultOutcome: DefaultOutcome = "step_up";

export const defaultUnclassified: Unclassified = "default_outcome";

const known = ["USD", "EUR", "GBP"];

/**
 * The rules of version 1. Only two kinds of action are auto-approved: reading, and refunds so small
 * that a wrong refund costs little and goes to a person who paid before. Money that leaves
 * permanently, production, deletion and words in the organization's name need one approval; sums in
 * a currency without limits need two.
 */
export const defaultRules: Rule[] = [
  rule("read-data", "Auto-approve reading data", "allow", "data.read"),
  ...threshold("refund", "refund.create", [
    ["refund-small", "Auto-approve refunds up to 100", "allow", 100],
    ["refund-medium", "Refunds over 100 need 1 approval", "step_up", 5000],
    ["refund-large", "Refunds over 5,000 need 2 approvals", "step_up", 50_000, 2],
    ["refund-too-large", "Block refunds over 50,000", "block"],
  ]),
  otherCurrency("refund-other-currency", "Refunds in other currencies need 2 approvals", "refund.create"),
  ...threshold("payment", "payment.create", [
    ["payment", "Payments up to 5,000 need 1 approval", "step_up", 5000],
    ["payment-large", "Payments over 5,000 need 2 approvals", "step_up", 50_000, 2],
    ["payment-too-large", "Block payments over 50,000", "block"],
  ]),
  otherCurrency("payment-other-currency", "Payments in other currencies need 2 approvals", "payment.create"),
  rule("change-infrastructure", "Infrastructure changes need approval", "step_up", "infra.change"),
  rule("delete-records", "Deleting records needs approval", "step_up", "record.delete"),
  rule(
    "delete-many-records",
    "Deleting more than 100 records, or an unknown number, needs 2 approvals",
    "step_up",
    "record.delete",
    [{ kind: "number", param: "count", is: "over", value: 100 }],
    2,
  ),
  rule("send-message", "Messages to other people need approval", "step_up", "message.send"),
];

function entry(type: string, title: string, risk: ActionType["risk"], properties: Properties): ActionType {
  const schema = { type: "object", properties, additionalProperties: false };
  const descriptor = defaultDescriptors[type];
  return {
    type,
    title,
    risk,
    schema,
    amountParam: null,
    currencyParam: null,
    ...(descriptor && { descriptor }),
  };
}

function spending(type: string, title: string, properties: Properties): ActionType {
  const { schema, ...rest } = entry(type, title, "spend", { ...money, ...properties });
  const required = Object.keys(money);
  return { ...rest, schema: { ...schema, required }, amountParam: "amount", currencyParam: "currency" };
}

function rule(
  id: string,
  title: string,
  outcome: Rule["outcome"],
  action: string,
  conditions: Condition[] = [],
  approvals: number = defaults.approvals,
): Rule {
  return { ...defaults, id, title, outcome, actions: [action], conditions, approvals, enabled: true };
}

type Step = [id: string, title: string, outcome: Rule["outcome"], upTo?: number, approvals?: number];

function threshold(id: string, action: string, steps: Step[]): Rule[] {
  return steps.map(([ruleId, title, outcome, upTo, approvals], index) => ({
    ...rule(ruleId, title, outcome, action, [tier(steps[index - 1]?.[3] ?? 0, upTo)], approvals),
    threshold: id,
  }));
}

function tier(over: number, upTo: number | undefined): Condition {
  const edges = upTo === undefined ? { over } : { over, upTo };
  return { kind: "amount", amount: "amount", currency: "currency", currencies: known, ...edges };
}

function otherCurrency(id: string, title: string, action: string): Rule {
  const isOther: Condition = { kind: "text", param: "currency", is: "none_of", values: known };
  return rule(id, title, "step_up", action, [isOther], 2);
}
