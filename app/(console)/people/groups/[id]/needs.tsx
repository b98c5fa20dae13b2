import { Card, CardContent, CardHead } from "#components/ui/card";

/** The rules and pending requests that require a group and so prevent its deletion. */
export function Needs({ rules, waiting }: { rules: string[]; waiting: number }) {
  return (
    <Card>
      <CardHead title="Used by" />
      <CardContent className="grid gap-2">
        {rules.length > 0 ? (
          <ul className="grid list-disc gap-1 pl-5">
            {rules.map((title) => (
              <li key={title} className="[overflow-wrap:anywhere]">
                {title}
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-muted-foreground">No rule in the live policy or the draft uses this group.</p>
        )}
        {waiting > 0 ? (
          <p>
            {waiting === 1
              ? "1 pending request needs this group."
              : `${waiting} pending requests need this group.`}
          </p>
        ) : null}
      </CardContent>
    </Card>
  );
}
