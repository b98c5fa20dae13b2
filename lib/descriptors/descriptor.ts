import { z } from "zod";
import { singleLine } from "#lib/text/single-line";
import { type FormatName, formats } from "./formats/formats.ts";
import { innerFormats } from "./inner-formats.ts";
import { pointerTokens } from "./pointers.ts";

const pointer = z
  .string()
  .max(200)
  .refine((text) => pointerTokens(text) !== undefined, "must be a JSON Pointer such as /amount");
const formatName = z.enum(Object.keys(formats) as [FormatName, ...FormatName[]]);
const words = singleLine(40);
const labels = z
  .record(z.string().max(100), singleLine(60))
  .refine((entries) => Object.keys(entries).length <= 100, "must have at most 100 labels");

const element = z.strictObject({ format: formatName, params: z.record(z.string(), z.json()).optional() });
const column = element.extend({ path: pointer, label: words, optional: z.literal(true).optional() });

const none = z.strictObject({});
const paramsOf: Record<FormatName, z.ZodType> = {
  ...{ text: none, code: none, path: none, json: none, url: none, command: none },
  ...{ boolean: none, identifier: none, email: none, person: none, agent: none },
  amount: z.strictObject({
    currency: z.union([
      pointer,
      z.string().regex(/^[A-Z]{3}$/, "must be a currency such as USD, or a pointer"),
    ]),
    minorUnits: z.int().min(0).max(4).optional(),
  }),
  number: z.strictObject({ unit: singleLine(20).optional() }),
  percentage: z.strictObject({ of: z.enum(["fraction", "percent"]) }),
  count: z.strictObject({ one: singleLine(30), other: singleLine(30) }),
  datetime: z.strictObject({ unit: z.enum(["s", "ms"]).optional() }),
  duration: z.strictObject({ unit: z.enum(["ms", "s", "min", "h", "d"]) }),
  enum: z.strictObject({ labels }),
  list: z.strictObject({ items: element }),
  table: z.strictObject({ columns: z.array(column).min(1).max(12) }),
};

const visible = z.union([
  z.literal("always"),
  z.strictObject({ mustBe: z.json() }),
  z.strictObject({ unless: z.json() }),
]);

/** The formats with values that an approver may change (lib/descriptors). */
const editableFormats: ReadonlySet<FormatName> = new Set([
  ...(["amount", "number", "count", "enum", "boolean"] as const),
  ...(["text", "code", "path", "url", "identifier", "email"] as const),
]);

const field = column
  .extend({ visible: visible.optional(), editable: z.literal(true).optional() })
  .superRefine(checkParams)
  .refine(({ editable, format }) => !editable || editableFormats.has(format), {
    path: ["editable"],
    error: "isn't available for this format",
  })
  .refine(({ editable, visible: shown = "always" }) => !editable || shown === "always", {
    path: ["editable"],
    error: "needs a field that is always visible",
  });

/**
 * How an action type is shown to approvers. `tests`: parameters with the lines they are shown as,
 * checked whenever the descriptor is saved or published.
 */
export const descriptorSchema = z
  .strictObject({
    intent: singleLine(60),
    sentence: singleLine(160).optional(),
    fields: z.array(field).max(60),
    tests: z
      .array(
        z.strictObject({
          params: z.record(z.string(), z.json()),
          resource: z.string().max(512).optional(),
          tool: z.string().max(512).optional(),
          lines: z.array(z.string().max(2000)).max(200),
        }),
      )
      .max(20)
      .optional(),
  })
  .refine((descriptor) => !JSON.stringify(descriptor).includes("\\u0000"), "must not contain U+0000");

export type Descriptor = z.output<typeof descriptorSchema>;

interface Formatted {
  format: FormatName;
  params?: Record<string, unknown> | undefined;
}

/** Reports parameters unknown to a format, also inside a list or a table. */
function checkParams(given: Formatted, context: z.RefinementCtx, path: (string | number)[] = []): void {
  const parsed = paramsOf[given.format].safeParse(given.params ?? {});
  for (const issue of parsed.error?.issues ?? [])
    context.addIssue({
      code: "custom",
      message: issue.message,
      path: [...path, "params", ...issue.path] as string[],
    });
  if (!parsed.success) return;
  for (const [inner, at] of innerFormats(given)) {
    // Deeper values would be hard to read, and their checks unbounded.
    // The page has to say first what of a command can't be inspected.
    if (inner.format === "list" || inner.format === "table" || inner.format === "command")
      context.addIssue({
        code: "custom",
        message: "can't be a list, a table or a command inside another",
        path: [...path, ...at, "format"] as string[],
      });
    else checkParams(inner, context, [...path, ...at]);
  }
}
