import { Badge } from "#components/ui/badge";
import type { Answerer } from "#lib/people/responsible-admin";

/** The mark of a token or event source that continues although its responsible admin is gone. */
export function Unanswered({ by }: { by: Answerer }) {
  return by.isAdmin ? null : <Badge variant="danger">No responsible admin</Badge>;
}

/**
 * The responsible admin, current or former. `took`: how the admin became responsible, such as
 * "Issued".
 */
export function AnsweredBy({ by, took }: { by: Answerer; took: string }) {
  return (
    <span className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
      {by.isAdmin
        ? `Responsible: ${by.name}`
        : `${took} by ${by.name}, who is no longer an admin. Take responsibility for it or revoke it.`}
    </span>
  );
}
