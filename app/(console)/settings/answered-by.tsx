import { Badge } from "#components/ui/badge";
import type { Answerer } from "#lib/directory/answered-for";

/** The mark of what goes on although whoever answered for it is gone. */
export function Unanswered({ by }: { by: Answerer }) {
  return by.isAdmin ? null : <Badge variant="danger">No responsible admin</Badge>;
}

/** Who answers for it, or did. `took`: how somebody came to, such as "Issued". */
export function AnsweredBy({ by, took }: { by: Answerer; took: string }) {
  return (
    <span className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
      {by.isAdmin
        ? `Responsible: ${by.name}`
        : `${took} by ${by.name}, who is no longer an admin. Take responsibility for it or revoke it.`}
    </span>
  );
}
