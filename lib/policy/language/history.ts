import type { Json } from "#lib/json/canonical";
import { digestOfText } from "#lib/kernel/digest";
import { type Action, parameterAt } from "./action.ts";
import type { Condition } from "./condition.ts";

export type HistoryCondition = Condition & { kind: "history" };

/** What a rule asks of an agent's history. `name` is also its attribute in Cedar's context. */
export interface History {
  name: string;
  /** Where the compared text is in params; empty for the resource. */
  path: string[];
  days: number | undefined;
}

/** The history in a condition. */
export function historyOf({ param, days }: Omit<HistoryCondition, "kind" | "is">): History {
  const time = days === undefined ? "new" : `new.${days}d`;
  if (param === undefined) return { name: `${time} resource`, path: [], days };
  return { name: `${time} params.${param}`, path: param.split("."), days };
}

/** What is compared: the resource or a parameter, if any. */
export function comparedValue(path: string[], { resource, params }: Action): Json | undefined {
  return path.length === 0 ? resource : parameterAt(params, path);
}

/** The fact about one text: of another text, such as after an edit, a recorded fact says nothing. */
export function historyKey(name: string, text: string): string {
  return `${name} ${digestOfText(text)}`;
}
