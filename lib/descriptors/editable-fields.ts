import { applyPatch, type Replacement } from "#client/json/patch";
import { type Json, valueAt } from "#client/json/pointer";
import { type Control, type Field, numberControl, type ReadableControl } from "./control.ts";
import type { Descriptor } from "./descriptor.ts";
import { pointerTokens } from "./pointers.ts";
import { renderAction } from "./render/render-action.ts";

export interface EditableField extends Control {
  path: string;
  label: string;
}

type Params = { [name: string]: Json };

/** The fields with a value that are marked `editable`. */
export function editableFields(descriptor: Descriptor | undefined, params: Params): EditableField[] {
  return controlsOf(descriptor, params).map(
    ({ field: { path, label }, control: { read: _, ...control } }) => ({
      path,
      label,
      ...control,
    }),
  );
}

/** An edit of an action's parameters: the operations on the action, or errors by path. */
export type ReadEdit = { patch: Replacement[] } | { faults: { path: string; message: string }[] };

/** Reads what an approver entered, by path, without unchanged values. @returns the errors, if any */
export function readEdit(
  descriptor: Descriptor | undefined,
  params: Params,
  entered: Readonly<Record<string, string>>,
): ReadEdit {
  const controls = new Map(controlsOf(descriptor, params).map((one) => [one.field.path, one]));
  const faults: { path: string; message: string }[] = [];
  const patch: Replacement[] = [];
  for (const [path, text] of Object.entries(entered)) {
    const { control, field } = controls.get(path) ?? {};
    if (!control || !field) faults.push({ path, message: "This parameter can't be edited." });
    else if (text !== control.current) {
      const read = control.read(text);
      if ("fault" in read) faults.push({ path, message: read.fault });
      else {
        const change: Replacement = { op: "replace", path, value: read.value };
        if (!isShown(field, applyPatch(params, [change]) as Params))
          faults.push({ path, message: "This value can't be shown." });
        else patch.push({ ...change, path: `/params${path}` });
      }
    }
  }
  return faults.length > 0 ? { faults } : { patch };
}

function controlsOf(descriptor: Descriptor | undefined, params: Params) {
  if (!descriptor) return [];
  return descriptor.fields.flatMap((field) => {
    const value = field.editable ? valueAt(params, pointerTokens(field.path) ?? []) : undefined;
    // A value that can't be shown as described can't be edited either, such as cents of JPY.
    const isUsable = value !== undefined && isShown(field, params);
    const control = isUsable ? controlFor(field, value, params) : undefined;
    return control ? [{ field, control }] : [];
  });
}

function controlFor(field: Field, value: Json, params: Params): ReadableControl | undefined {
  switch (field.format) {
    case "amount":
    case "number":
    case "count":
      return numberControl(field, value, unitOf(field, params));
    case "enum":
    case "boolean":
      return choiceControl(field, value);
    default:
      return typeof value === "string" ? textControl(value) : undefined;
  }
}

/** One of the descriptor's values. The signed value keeps its JSON type. */
function choiceControl({ format, params }: Field, value: Json): ReadableControl | undefined {
  const { labels = {} } = { ...params } as { labels?: Record<string, string> };
  const options =
    format === "boolean"
      ? [
          { value: "true", label: "Yes" },
          { value: "false", label: "No" },
        ]
      : Object.entries(labels)
          .filter(([each]) => typedAs(value, each) !== undefined)
          .map(([each, label]) => ({ value: each, label }));
  const isKnown = (text: string) => options.some((option) => option.value === text);
  if (typeof value === "object" || !isKnown(String(value))) return undefined;
  const read = (entered: string) => {
    const typed = isKnown(entered) ? typedAs(value, entered) : undefined;
    return typed === undefined ? { fault: "Select one of the values." } : { value: typed };
  };
  return { kind: "choice", current: String(value), options, read };
}

/** A label's value, in the JSON type of the replaced value. */
function typedAs(before: Json, text: string): Json | undefined {
  if (typeof before === "string") return text;
  if (typeof before === "boolean") return text === "true" || text === "false" ? text === "true" : undefined;
  return String(Number(text)) === text ? Number(text) : undefined;
}

function textControl(current: string): ReadableControl {
  const read = (entered: string) =>
    entered.includes("\u0000") ? { fault: "Remove the character U+0000." } : { value: entered };
  return { kind: "text", current, read };
}

function unitOf({ format, params = {} }: Field, all: Params): string | undefined {
  const { currency, unit, other } = params as Record<string, string | undefined>;
  if (format === "count") return other;
  if (format !== "amount") return unit;
  const code = currency?.startsWith("/") ? valueAt(all, pointerTokens(currency) ?? []) : currency;
  return typeof code === "string" ? code : undefined;
}

/** With a value that its format can't show, the whole action would lose its description. */
function isShown(field: Field, params: Params): boolean {
  return renderAction({ type: "", params }, { intent: "", fields: [field] }).form === "described";
}
