import { canonicalJson } from "#client/json/canonical";
import { type Json, valueAt } from "#client/json/pointer";
import type { Untyped } from "#client/json/untyped";
import type { Context, Fallback, ReadCommand, Shown } from "../formats/format.ts";
import { formatNamed } from "../formats/formats.ts";
import { pointerTokens, uncoveredParts } from "../pointers.ts";
import { renderSentence } from "./render-sentence.ts";
import type { Action, Rendering } from "./rendering.ts";
import { bad, refuse, Unshowable } from "./unshowable.ts";

/**
 * An action as an approver sees it: a pure function of action and descriptor, and part of what the
 * passkey signs (invariant 20). All or nothing: if any part of the descriptor fails, the action is
 * shown raw, with every parameter. What it shows for a pair of action and descriptor never changes,
 * because receipts are rendered again years later.
 * @param descriptor undefined without one; from a receipt, so checked as it is read
 * @param by `read` reads shell commands: without it an action with a command is shown raw
 */
export function renderAction(
  action: Action,
  descriptor: Untyped,
  { read }: { read?: ReadCommand } = {},
): Rendering {
  if (descriptor === undefined) return raw(action, undefined, { code: "no_descriptor" });
  try {
    return described(action, descriptor, contextOf(action, { read }));
  } catch (error) {
    if (error instanceof Unshowable) return raw(action, descriptor.intent, error.fallback);
    throw error;
  }
}

function described(action: Action, descriptor: Untyped, context: Context): Rendering {
  if (typeof descriptor.intent !== "string" || !Array.isArray(descriptor.fields)) throw bad();
  const fields: Rendering["fields"] = [];
  const hidden = [];
  const covered: string[][] = [];
  for (const field of descriptor.fields) {
    const value = context.at(field.path);
    if (value === undefined && field.optional === true) continue;
    if (value === undefined) throw new Unshowable({ code: "missing", path: String(field.path) });
    if (isHidden(field, value)) {
      covered.push(tokensOf(field.path));
      hidden.push({ path: field.path, value });
      continue;
    }
    covered.push(...pointersOf(field));
    fields.push({
      path: field.path,
      label: labelOf(field),
      format: field.format,
      shown: shownAt(value, field, context),
    });
  }
  return {
    ...headOf(action, "described", descriptor.intent),
    ...(descriptor.sentence !== undefined && { sentence: renderSentence(action, descriptor, fields) }),
    ...{ fields, also: uncoveredParts(action.params, covered), hidden },
  };
}

function raw(action: Action, intent: unknown, fallback: Fallback): Rendering {
  const known = typeof intent === "string" ? intent : undefined;
  return {
    ...headOf(action, "raw", known),
    fallback,
    fields: [],
    also: uncoveredParts(action.params, []),
    hidden: [],
  };
}

function headOf({ type, resource, audience }: Action, form: "described" | "raw", intent: string | undefined) {
  return {
    ...{ v: 1 as const, form, type },
    ...(intent !== undefined && { intent }),
    ...(resource !== undefined && { resource }),
    ...(audience !== undefined && { tool: audience }),
  };
}

function contextOf({ params }: Action, by: Pick<Context, "read">): Context {
  const context: Context = {
    at: (pointer) => {
      const tokens = pointerTokens(pointer);
      return tokens && valueAt(params, tokens);
    },
    show: (value, { format, params: given }) => {
      const paramsOf = typeof given === "object" && given !== null ? given : {};
      return value === undefined ? undefined : formatNamed(format)?.show(value, { ...paramsOf }, context);
    },
    refuse,
    ...by,
  };
  return context;
}

function isHidden({ path, visible = "always" }: Untyped, value: Json) {
  if (visible === "always") return false;
  if (typeof visible !== "object" || visible === null) throw bad();
  if (Object.hasOwn(visible, "unless")) return canonicalJson(visible.unless) === canonicalJson(value);
  if (!Object.hasOwn(visible, "mustBe")) throw bad();
  if (canonicalJson(visible.mustBe) === canonicalJson(value)) return true;
  throw new Unshowable({ code: "hidden_differs", path });
}

function shownAt(value: Json, field: Untyped, context: Context): Shown {
  const shown = context.show(value, field);
  if (shown) return shown;
  throw new Unshowable({ code: "unexpected_value", path: field.path });
}

function labelOf({ label }: Untyped): string {
  if (typeof label === "string") return label;
  throw bad();
}

function pointersOf({ path, format, params }: Untyped): string[][] {
  const others = formatNamed(format)?.pointers?.(params ?? {}) ?? [];
  return [path, ...others].map(tokensOf);
}

function tokensOf(pointer: unknown): string[] {
  const tokens = pointerTokens(pointer);
  if (!tokens) throw bad();
  return tokens;
}
