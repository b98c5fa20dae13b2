import { Alert } from "#components/ui/alert";
import { Link } from "#components/ui/link";

/** Shown before a person decides: too few approvers remain for the missing approvals. */
export function QuorumWarning(props: {
  required: number;
  /** The groups whose members are required. */
  groups: { id: string; name: string }[];
  agent: { id: string; name: string };
  isAdmin: boolean;
}) {
  const { required, groups, agent, isAdmin } = props;
  const [group] = groups;
  return (
    <Alert
      variant="warning"
      title={`Not enough approvers: this needs ${required === 1 ? "1 approval" : `${required} approvals`}`}
    >
      {isAdmin ? (
        <>
          {group ? "Add people to " : "Add a backup approver to "}
          <Link
            href={group ? `/people/groups/${group.id}` : `/agents/${agent.id}`}
            className="text-link underline underline-offset-3"
          >
            {group ? group.name : agent.name}
          </Link>
          , or deny the request.
        </>
      ) : (
        <>
          Ask an admin to add {group ? `people to ${group.name}` : `a backup approver to ${agent.name}`}, or
          deny the request.
        </>
      )}
    </Alert>
  );
}
