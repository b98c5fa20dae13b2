import { Badge } from "#components/ui/badge";
import { Card, CardHead } from "#components/ui/card";
import { Row, RowList } from "#components/ui/row-list";
import type { Foresight } from "#lib/membership/offboarding/foresee-offboarding";

/** The person's groups, and which of them would have no approver left. */
export function GroupsTheyAreIn({ groups }: Pick<Foresight, "groups">) {
  if (groups.length === 0) return null;
  return (
    <Card>
      <CardHead title="Groups" />
      <RowList className="first:border-t">
        {groups.map(({ id, name, isLast }) => (
          <Row key={id}>
            <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
            {isLast ? (
              <Badge variant="danger">No approver left</Badge>
            ) : (
              <Badge>Other approvers remain</Badge>
            )}
          </Row>
        ))}
      </RowList>
    </Card>
  );
}
