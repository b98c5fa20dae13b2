import { Fragment } from "react";
import { Badge } from "#components/ui/badge";

/** As much of JSON Schema as our document uses. */
export interface DocSchema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, DocSchema>;
  required?: string[];
  items?: DocSchema;
  anyOf?: DocSchema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
}

interface Field {
  name: string;
  isRequired: boolean;
  schema: DocSchema;
}

/** The members of an object as a definition list; nested members have their path. */
export function SchemaFields({ schema }: { schema: DocSchema }) {
  return (
    <dl className="divide-y border-t">
      {fieldsOf(schema, "").map(({ name, isRequired, schema: field }) => (
        <div key={name} className="grid gap-x-6 gap-y-0.5 py-2 sm:grid-cols-[minmax(0,14rem)_1fr]">
          <dt className="flex flex-wrap items-center gap-x-2 font-mono text-[0.8125rem]">
            <span className="[overflow-wrap:anywhere]">{name}</span>
            {isRequired ? null : <Badge variant="outline">optional</Badge>}
          </dt>
          <dd className="text-muted-foreground text-sm">
            <span className="text-foreground">{typeOf(field)}</span>
            {field.description ? (
              <>
                {" · "}
                <MarkedText text={field.description} />
              </>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function fieldsOf(schema: DocSchema, prefix: string): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const name = `${prefix}${key}`;
    const isRequired = schema.required?.includes(key) ?? false;
    const nested = field.properties ? fieldsOf(field, `${name}.`) : fieldsOf(field.items ?? {}, `${name}[].`);
    return [{ name, isRequired, schema: field }, ...nested];
  });
}

function typeOf(schema: DocSchema): string {
  if (schema.enum) return schema.enum.map(String).join(" | ");
  if (schema.const !== undefined) return String(schema.const);
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" | ");
  const type = [schema.type ?? "any"].flat().join(" or ");
  return [schema.format ?? type, ...limits(schema)].join(", ");
}

function limits({ minimum, maximum, minLength, maxLength }: DocSchema): string[] {
  const isBounded = (bound: number | undefined): bound is number =>
    bound !== undefined && Number.isSafeInteger(bound);
  return [
    isBounded(minimum) && Math.abs(minimum) < 2 ** 50 ? `min ${minimum}` : "",
    isBounded(maximum) && Math.abs(maximum) < 2 ** 50 ? `max ${maximum}` : "",
    isBounded(minLength) && minLength > 1 ? `at least ${minLength} characters` : "",
    isBounded(maxLength) ? `up to ${maxLength} characters` : "",
  ].filter(Boolean);
}

/** Text of the OpenAPI document, where `backticks` enclose code, as Markdown has it. */
export function MarkedText({ text }: { text: string }) {
  return text.split("`").map((part, index) => {
    const key = `${index} ${part}`;
    if (index % 2 === 0) return <Fragment key={key}>{part}</Fragment>;
    return (
      <code key={key} className="font-mono text-[0.9em] [overflow-wrap:anywhere]">
        {part}
      </code>
    );
  });
}
