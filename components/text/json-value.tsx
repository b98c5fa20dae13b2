import { cn } from "#components/ui/cn.ts";
import type { Json } from "#lib/json/canonical";
import { UntrustedCode } from "./untrusted-text.tsx";

/** Indented levels. Deeper levels would lie beyond the edge of a phone. */
const mostIndented = 3;

interface JsonValueProps {
  value: Json;
  depth?: number;
}

/** A JSON value as signed: numbers in canonical digits, text in quotes if similar to another type. */
export function JsonValue({ value, depth = 0 }: JsonValueProps) {
  if (Array.isArray(value)) return <List values={value} depth={depth} />;
  if (typeof value === "object" && value !== null) return <Members members={value} depth={depth} />;
  return <Scalar value={value} />;
}

function Members({ members, depth }: { members: Record<string, Json>; depth: number }) {
  const names = Object.keys(members);
  if (names.length === 0) return <Word>Empty object</Word>;
  return (
    <dl className="@container grid min-w-0 gap-y-1">
      {names.map((name) => (
        <div key={name} className="grid min-w-0 gap-x-4 @md:grid-cols-[minmax(7rem,12rem)_minmax(0,1fr)]">
          <dt className="min-w-0 text-muted-foreground">
            <UntrustedCode text={name || '""'} />
          </dt>
          <dd className="min-w-0">
            <Nested value={members[name] ?? null} depth={depth + 1} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function List({ values, depth }: { values: Json[]; depth: number }) {
  if (values.length === 0) return <Word>Empty list</Word>;
  const entries = values.map((value, index): [number, Json] => [index + 1, value]);
  return (
    <ol className="grid min-w-0 gap-y-2">
      {entries.map(([position, value]) => (
        <li
          key={position}
          className={cn("grid min-w-0 gap-x-2", depth < mostIndented && "grid-cols-[auto_minmax(0,1fr)]")}
        >
          <span className="text-muted-foreground tabular-nums">{position}.</span>
          <Nested value={value} depth={depth + 1} />
        </li>
      ))}
    </ol>
  );
}

function Nested({ value, depth }: Required<JsonValueProps>) {
  const isBranch = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  if (!isBranch) return <JsonValue value={value} />;
  return (
    <div className={cn("mt-1 min-w-0", depth <= mostIndented ? "border-l pl-3 @md:mt-0" : "border-t pt-1")}>
      <JsonValue value={value} depth={depth} />
    </div>
  );
}

function Scalar({ value }: { value: null | boolean | number | string }) {
  if (value === null) return <Word>null</Word>;
  if (typeof value === "boolean") return <Word>{value ? "true" : "false"}</Word>;
  // String(number) is its canonical form (RFC 8785 section 3.2.2.3).
  const text = typeof value === "number" ? String(value) : isAmbiguous(value) ? `"${value}"` : value;
  return <UntrustedCode text={text} className="tabular-nums" />;
}

/** Whether a text looks like a number, a JSON keyword or an empty value, or has spaces at its ends. */
function isAmbiguous(text: string): boolean {
  return (
    text.trim() !== text ||
    text === "" ||
    /^(true|false|null|empty list|empty object|[-+]?[\d.,]+(e[-+]?\d+)?)$/i.test(text)
  );
}

/** A JSON keyword, not the agent's text. */
function Word({ children }: { children: string }) {
  return <span className="text-muted-foreground italic">{children}</span>;
}
