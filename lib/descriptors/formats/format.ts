import type { Json } from "#client/json/pointer";
import type { CommandReader } from "../commands/open-reader.ts";

/** Why an action is shown without a description. `path`: the parameter, or the placeholder. */
export interface Fallback {
  code:
    | "no_descriptor"
    | "missing"
    | "unexpected_value"
    | "hidden_differs"
    | "bad_descriptor"
    | "currency_digits";
  path?: string;
}

/**
 * A value as it is shown. `value`: made of a closed set of characters or of a descriptor's own
 * words, so that it can stand in a sentence. `text`, `code`, `path` and `url` are what the agent
 * wrote. `original` is the signed form, where it differs from the text.
 */
export type Shown =
  | { as: "value"; text: string; original?: string }
  | { as: "text" | "code" | "path"; text: string }
  | { as: "url"; before: string; host: string; after: string; warnings: string[] }
  | { as: "list"; items: Shown[] }
  | { as: "table"; columns: string[]; rows: (Shown | null)[][] }
  | { as: "json"; value: Json }
  | { as: "command"; text: string; lines: { label: string; value: string; tone?: "warning" }[] };

/** What a format gets besides the value. `at` finds another parameter. `refuse` shows the action raw. */
export interface Context {
  at: (pointer: unknown) => Json | undefined;
  show: (value: Json | undefined, field: { format?: unknown; params?: unknown }) => Shown | undefined;
  read: ReadCommand | undefined;
  refuse: (reason: Fallback) => never;
}

/** `show` returns undefined for a value it can't show exactly. `pointers`: other parameters it shows. */
export interface Format {
  /** Whether the values may enter a sentence. */
  isClosed: boolean;
  show: (value: Json, params: Params, context: Context) => Shown | undefined;
  pointers?: (params: Params) => string[];
}

export type ReadCommand = CommandReader["read"];
type Params = { [name: string]: unknown };
