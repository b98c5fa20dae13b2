import type { Condition } from "#lib/policy/language/condition";

/** A condition while it is being typed: every field is text, as in the form. */
export interface ConditionDraft {
  key: string;
  kind: Condition["kind"];
  param: string;
  is: string;
  /** A number, or several texts, a line each. */
  value: string;
  /** The name of a list, for the comparisons with one. */
  list: string;
  /** Whether a new list was given the name of another one, whose values it must not replace. */
  isListTaken?: boolean;
  currencyParam: string;
  /** Currencies, separated by commas or spaces. */
  currencies: string;
  over: string;
  upTo: string;
  /** Of a total: over whose requests, and how long back. Of the history: `resource` or `param`. */
  per: string;
  window: string;
}

/** An empty condition, with the parameters that most actions have. */
export function emptyDraft(key: string, kind: Condition["kind"] = "amount"): ConditionDraft {
  const is = {
    amount: "",
    number: "up_to",
    text: "one_of",
    flag: "true",
    presence: "present",
    total: "sum",
    history: "new",
  }[kind];
  const param = kind === "amount" ? "amount" : "";
  return {
    key,
    kind,
    param,
    is,
    value: "",
    list: "",
    currencyParam: "currency",
    currencies: "USD",
    over: "0",
    upTo: "",
    per: kind === "history" ? "resource" : "agent",
    window: "24h",
  };
}

/** A condition as it is typed. */
export function draftOf(condition: Condition, key: string): ConditionDraft {
  const draft = emptyDraft(key, condition.kind);
  switch (condition.kind) {
    case "amount":
      return {
        ...draft,
        param: condition.amount,
        currencyParam: condition.currency,
        currencies: condition.currencies.join(", "),
        over: String(condition.over),
        upTo: condition.upTo === undefined ? "" : String(condition.upTo),
      };
    case "number":
      return { ...draft, param: condition.param, is: condition.is, value: String(condition.value) };
    case "text": {
      const { param, is, values, list = "" } = condition;
      const shown = list === "" ? is : is === "one_of" ? "on_list" : "off_list";
      return { ...draft, param, is: shown, value: values.join("\n"), list };
    }
    case "flag":
      return { ...draft, param: condition.param, is: String(condition.is) };
    case "presence":
      return { ...draft, param: condition.param, is: condition.is };
    case "total":
      return {
        ...draft,
        is: condition.of,
        per: condition.per,
        window: condition.window,
        currencies: condition.currencies?.join(", ") ?? "",
        over: String(condition.over),
        upTo: condition.upTo === undefined ? "" : String(condition.upTo),
      };
    case "history": {
      const { param, is, days } = condition;
      const value = days === undefined ? "" : String(days);
      return { ...draft, is, value, ...(param !== undefined && { per: "param", param }) };
    }
  }
}

/** The typed input in the form of a condition; the rule's schema checks validity. */
export function conditionOf(draft: ConditionDraft): Record<string, unknown> {
  const param = draft.param.trim();
  switch (draft.kind) {
    case "amount":
      return {
        kind: "amount",
        amount: param,
        currency: draft.currencyParam.trim(),
        currencies: listOf(draft.currencies),
        over: numberOf(draft.over) ?? 0,
        upTo: numberOf(draft.upTo),
      };
    case "number":
      return { kind: "number", param, is: draft.is, value: numberOf(draft.value) };
    case "text": {
      const values = linesOf(draft.value);
      if (!isOnList(draft)) return { kind: "text", param, is: draft.is, values };
      const is = draft.is === "on_list" ? "one_of" : "none_of";
      return {
        kind: "text",
        param,
        is,
        values: [...new Set(values)],
        list: draft.isListTaken ? "" : draft.list.trim(),
      };
    }
    case "flag":
      return { kind: "flag", param, is: draft.is === "true" };
    case "presence":
      return { kind: "presence", param, is: draft.is };
    case "total":
      return {
        kind: "total",
        of: draft.is,
        per: draft.per,
        window: draft.window,
        currencies: draft.is === "sum" ? listOf(draft.currencies) : undefined,
        over: numberOf(draft.over) ?? 0,
        upTo: numberOf(draft.upTo),
      };
    case "history": {
      const days = numberOf(draft.value);
      return { kind: "history", ...(draft.per === "param" && { param }), is: draft.is, days };
    }
  }
}

/** Whether a text is compared with a list. */
export function isOnList({ kind, is }: Pick<ConditionDraft, "kind" | "is">): boolean {
  return kind === "text" && (is === "on_list" || is === "off_list");
}

/** The typed values, a line each. */
export function linesOf(typed: string): string[] {
  return typed.split(/\r?\n/).filter((line) => line !== "");
}

function listOf(typed: string): string[] {
  return typed.split(/[\s,]+/).filter(Boolean);
}

// A comma is refused: 1,250 is twelve hundred and fifty here and one and a quarter elsewhere.
function numberOf(text: string): number | string | undefined {
  const typed = text.trim();
  if (typed === "") return undefined;
  return /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed;
}
