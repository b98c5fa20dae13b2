import { runtime } from "#app/runtime";
import { Card, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Link } from "#components/ui/link";
import { Row, RowList } from "#components/ui/row-list";
import type { Viewer } from "#lib/auth/session";
import { listLinked } from "#lib/sso/unlink-account";
import { Unlink } from "./switches.tsx";

/** Who signs in through a connection. Nothing before the first one does. */
export async function LinkedPeople({ viewer, connectionId }: { viewer: Viewer; connectionId: string }) {
  const linked = await listLinked(runtime().db, { viewer, connectionId });
  if (linked.length === 0) return null;
  return (
    <Card>
      <CardHeader>
        <CardTitle>People linked</CardTitle>
        <CardDescription>
          Each to one account of the provider, whatever address it has by now.
        </CardDescription>
      </CardHeader>
      <RowList className="first:border-t">
        {linked.map(({ personId, name, email }) => (
          <Row key={personId}>
            <span className="grid min-w-0">
              <Link href={`/people/${personId}`} className="w-fit font-medium text-link hover:underline">
                {name}
              </Link>
              <span className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">{email}</span>
            </span>
            <Unlink connectionId={connectionId} personId={personId} name={name} />
          </Row>
        ))}
      </RowList>
    </Card>
  );
}
