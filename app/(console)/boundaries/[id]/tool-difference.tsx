import { JsonValue } from "#components/text/json-value";
import type { Json } from "#lib/json/canonical";
import { canonicalJson } from "#lib/json/canonical";

type Members = Record<string, Json>;

/** In reading order. Unknown members follow. */
const known = ["name", "title", "description", "inputSchema", "outputSchema", "annotations"];

/** The accepted and the listed text of a tool, complete and untrusted. Equal members are folded away. */
export function ToolDifference({ accepted, seen }: { accepted: string | null; seen: string }) {
  const now = JSON.parse(seen) as Members;
  if (accepted === null) return <Side title="Listed now" members={pick(now, namesIn(now))} />;
  const before = JSON.parse(accepted) as Members;
  const names = namesIn({ ...before, ...now });
  const isSame = (name: string) => textOf(before[name]) === textOf(now[name]);
  const changed = names.filter((name) => !isSame(name));
  const same = names.filter(isSame);
  return (
    <div className="grid gap-3">
      <div className="grid gap-3 md:grid-cols-2">
        <Side title="Accepted" members={pick(before, changed)} />
        <Side title="Listed now" members={pick(now, changed)} />
      </div>
      {same.length > 0 ? (
        <details>
          <summary className="w-fit cursor-pointer rounded-sm py-1.5 text-[0.8125rem] text-muted-foreground hover:text-foreground">
            Without changes
          </summary>
          <JsonValue value={pick(now, same)} />
        </details>
      ) : null}
    </div>
  );
}

function namesIn(members: Members): string[] {
  const listed = known.filter((name) => Object.hasOwn(members, name));
  return [...listed, ...Object.keys(members).filter((name) => !known.includes(name))];
}

function Side({ title, members }: { title: string; members: Members }) {
  return (
    <section className="grid min-w-0 content-start gap-2 rounded-md border border-dashed p-3">
      <h4 className="font-medium text-[0.8125rem] text-muted-foreground">{title}</h4>
      <JsonValue value={members} />
    </section>
  );
}

function textOf(value: Json | undefined): string | undefined {
  return value === undefined ? undefined : canonicalJson(value);
}

function pick(members: Members, names: string[]): Members {
  return Object.fromEntries(
    names.flatMap((name) => (Object.hasOwn(members, name) ? [[name, members[name] ?? null]] : [])),
  );
}
