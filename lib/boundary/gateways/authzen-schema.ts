import { z } from "zod";
import { isJsonObject, type JsonObject } from "#client/json/pointer";

/** Each evaluation is a request. */
export const mostEvaluations = 50;

const text = z.string().min(1);
// Not copied: the gateway's bytes are signed.
const object = z.custom<JsonObject>(isJsonObject, "must be an object");
const properties = object.optional();

/** Authorization API 1.0, section 6.1. Ignores unknown members (certification scenario 2.2.9). */
export const evaluationSchema = z.object({
  subject: z.object({ type: text, id: text, properties }),
  action: z.object({ name: text, properties }),
  resource: z.object({ type: text, id: text, properties }),
  context: object.optional(),
});

export type Evaluation = z.output<typeof evaluationSchema>;

/** When a batch ends early (section 7.1.2.1). */
const semantics = ["execute_all", "deny_on_first_deny", "permit_on_first_permit"] as const;
export type Semantic = (typeof semantics)[number];

const batchSchema = z.object({
  evaluations: z.array(object).max(mostEvaluations).optional(),
  options: z.object({ evaluations_semantic: z.enum(semantics).default("execute_all") }).optional(),
});

/** An Access Evaluations request: the evaluations, each with the defaults, before they are checked. */
export interface Batch {
  items: JsonObject[];
  semantic: Semantic;
}

/** Reads an Access Evaluations request (section 7.1); undefined for a single one. @throws {z.ZodError} */
export function readBatch(body: unknown): Batch | undefined {
  const { evaluations = [], options } = batchSchema.parse(body);
  if (evaluations.length === 0) return undefined;
  const items = evaluations.map((item) => withDefaults(item, body as JsonObject));
  return { items, semantic: options?.evaluations_semantic ?? "execute_all" };
}

/** An evaluation's entities, each with its required members. */
const entities = { subject: ["type", "id"], action: ["name"], resource: ["type", "id"], context: [] };

/** Default values (section 7.1.1): an entity replaces the default, but for members each needs (3.2.7). */
function withDefaults(item: JsonObject, defaults: JsonObject): JsonObject {
  const merged: JsonObject = {};
  for (const [name, required] of Object.entries(entities)) {
    const [own, fallback] = [item[name], defaults[name]];
    const value = own === undefined ? fallback : own;
    if (value === undefined) continue;
    const added = required.filter((member) => isJsonObject(fallback) && fallback[member] !== undefined);
    merged[name] = isJsonObject(value)
      ? {
          ...Object.fromEntries(added.map((member) => [member, (fallback as JsonObject)[member] ?? null])),
          ...value,
        }
      : value;
  }
  return merged;
}
