import { pointer } from "#client/json/pointer";
import { builtInDescriptor } from "#lib/descriptors/built-in-descriptor";
import { type Descriptor, descriptorSchema } from "#lib/descriptors/descriptor";
import { renderAction } from "#lib/descriptors/render/render-action";
import type { Json } from "#lib/json/canonical";
import type { ActionType } from "./action-type.ts";
import { descriptorFaultsOf } from "./check-action-types.ts";
import { isRecord } from "./schema/schema-keywords.ts";

type Field = Descriptor["fields"][number];

type Described = Pick<ActionType, "type" | "schema" | "amountParam" | "currencyParam">;

const mostFields = 60;
/** A default type's ending after changed names (lib/boundary/mapping/engine/default-type.ts). */
const hashSegment = /\.[0-9a-hjkmnp-tv-z]{25}$/;

/** A first descriptor for a type without a rule; undefined if none shows every sample completely. */
export function suggestDescriptor(of: Described, samples: Record<string, Json>[]): Descriptor | undefined {
  if (of.type === "") return undefined;
  const builtIn = isHttp(of.type) ? builtInDescriptor(of.type) : undefined;
  const fields = builtIn?.fields ?? withoutEqualLabels(fieldsOf(of));
  const words = wordsOf(of.type);
  return [
    { ...words, fields },
    { intent: words.intent, fields: fields.map(({ path, label }) => plainField(path, label)) },
  ].find((one) => isUsable(of, one, samples));
}

function isUsable(of: Described, descriptor: Descriptor, samples: Record<string, Json>[]): boolean {
  const entry = { ...of, title: "Suggested", risk: "write" as const, descriptor };
  return (
    descriptorSchema.safeParse(descriptor).success &&
    descriptorFaultsOf(entry, {}).length === 0 &&
    samples.every((params) => renderAction({ type: of.type, params }, descriptor).form === "described")
  );
}

function isHttp(type: string): boolean {
  return type.split(".").length > 2 && type.startsWith("http.");
}

/** The intent, and for HTTP the sentence. Words can contain a type's closed characters. */
function wordsOf(type: string): { intent: string; sentence?: string } {
  const [kind = "", first = "", ...rest] = type.split(".");
  const second = rest.join(".");
  if (isHttp(type)) {
    const host = hashSegment.test(type) ? "an HTTP API" : second.replace(/\.port_(\d+)$/, ":$1");
    return { intent: within(`Call ${host}`, "Call an HTTP API"), sentence: `Send {method} to ${host}` };
  }
  const tool = rest[0] ?? "";
  if (kind === "mcp" && tool) return { intent: within(`Use the tool ${tool} of ${first}`, "Use a tool") };
  if (kind === "tool" && tool) return { intent: within(`Use ${tool} in ${first}`, "Use a tool") };
  return { intent: within(labelOf(type), "Run an action") };
}

function within(words: string, shorter: string): string {
  return words.length <= 60 ? words : shorter;
}

function fieldsOf({ schema, amountParam, currencyParam }: Described): Field[] {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(properties)
    .filter(([name]) => amountParam === null || name !== currencyParam)
    .slice(0, mostFields)
    .flatMap(([name, property]): Field[] => {
      const path = pointer("", name);
      const isAmount = name === amountParam && currencyParam !== null;
      const field: Field = isAmount
        ? { path, label: labelOf(name), format: "amount", params: { currency: pointer("", currencyParam) } }
        : { path, label: labelOf(name), ...formatOf(property) };
      return [required.includes(name) ? field : { ...field, optional: true }];
    });
}

/** `toAccount` and `to_account` have the same words: then the label is the name itself. */
function withoutEqualLabels(fields: Field[]): Field[] {
  return fields.map((field, index) => {
    const isTwice = fields.some(({ label }, other) => other !== index && label === field.label);
    return isTwice ? { ...field, label: field.path.slice(1, 41) } : field;
  });
}

function formatOf(property: unknown): Pick<Field, "format" | "params"> {
  const { type, items } = isRecord(property) ? property : {};
  if (type === "string") return { format: "text" };
  if (type === "number" || type === "integer") return { format: "number" };
  if (type === "boolean") return { format: "boolean" };
  if (type === "array" && isRecord(items) && items.type === "string")
    return { format: "list", params: { items: { format: "text" } } };
  return { format: "json" };
}

function plainField(path: string, label: string): Field {
  return { path, label, format: "json", optional: true };
}

/** `due_date` and `dueDate` as `Due date`. */
function labelOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_.-]+/g, " ")
    .trim()
    .toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`.slice(0, 40) || "Value";
}
