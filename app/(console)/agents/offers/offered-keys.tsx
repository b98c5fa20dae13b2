import { LocalTime } from "#components/text/local-time";
import { LinkButton } from "#components/ui/button";
import type { ActiveKey } from "#lib/agents/keys/active-keys";

interface Props {
  name: string;
  keys: ActiveKey[];
  keepsKeys: boolean;
  /** The people who added keys, by ID. */
  people: ReadonlyMap<string, string>;
  /** The URL of the page with the opposite choice: a different statement, sealed by the server. */
  otherChoice: string;
}

/** The agent's keys: acceptance revokes the keys, unless the new owner keeps the keys. */
export function OfferedKeys({ name, keys, keepsKeys, people, otherChoice }: Props) {
  if (keys.length === 0) return <p>It doesn't have a key. Add a key after you accept.</p>;
  const action = keepsKeys ? "Revoke" : "Keep";
  const object = keys.length === 1 ? "its key" : "its keys";
  return (
    <div className="grid gap-3">
      <ul className="grid gap-2">
        {keys.map((key) => (
          <KeyLine key={key.id} offered={key} people={people} />
        ))}
      </ul>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 basis-64">{consequence(keys.length, keepsKeys)}</p>
        <LinkButton href={otherChoice} scroll={false} variant="outline" size="sm">
          {action} {object}
          <span className="sr-only"> ({name})</span>
        </LinkButton>
      </div>
    </div>
  );
}

function consequence(count: number, keepsKeys: boolean): string {
  const own = count === 1 ? "key" : `${count} keys`;
  if (!keepsKeys) return `Accepting revokes its ${own}. Add a new key after you accept.`;
  const holder = count === 1 ? "Anyone who has it" : "Anyone who has one of them";
  return `Its ${own} still ${count === 1 ? "works" : "work"}. ${holder}, such as a previous owner, can act as this agent in your name.`;
}

function KeyLine({ offered, people }: { offered: ActiveKey } & Pick<Props, "people">) {
  const { id, algorithm, thumbprint, added_at: addedAt, added_by: addedBy } = offered;
  return (
    <li className="grid gap-0.5 border-border border-l-2 pl-3 [overflow-wrap:anywhere]">
      <span>
        {algorithm === "ed25519" ? "Ed25519" : "Shared secret (HMAC)"}{" "}
        <code className="font-mono text-muted-foreground text-xs">{id}</code>
      </span>
      {thumbprint ? (
        <span className="text-[0.8125rem] text-muted-foreground">
          Digest <code className="font-mono text-xs">{thumbprint}</code>
        </span>
      ) : null}
      <span className="text-[0.8125rem] text-muted-foreground">
        Added <LocalTime at={new Date(addedAt)} /> by {people.get(addedBy) ?? addedBy}
      </span>
    </li>
  );
}
