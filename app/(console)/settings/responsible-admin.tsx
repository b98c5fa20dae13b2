import { Badge } from "#components/ui/badge";
import type { ResponsibleAdmin } from "#lib/people/responsible-admin";

/** Marks a token or event source whose responsible admin is no longer an admin. */
export function NoResponsibleAdmin({ by }: { by: ResponsibleAdmin }) {
  return by.isAdmin ? null : <Badge variant="danger">No responsible admin</Badge>;
}

/**
 * The responsible admin, current or former. `took`: how the admin became responsible, such as
 * "Issued".
 */
export function ResponsibleAdminLine({ by, took }: { by: ResponsibleAdmin; took: string }) {
  return (
    <span className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
      {by.isAdmin
        ? `Responsible: ${by.name}`
        : `${took} by ${by.name}, who is no longer an admin. Take responsibility for it or revoke it.`}
    </span>
  );
}
