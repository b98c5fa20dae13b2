import { Alert } from "../ui/alert.tsx";
import { Link } from "../ui/link.tsx";

/** Said before anybody decides: there are too few people left for the approvals that are missing. */
export function QuorumWarning(props: {
  required: number;
  agent: { id: string; name: string };
  isAdmin: boolean;
}) {
  const { required, agent, isAdmin } = props;
  return (
    <Alert
      variant="warning"
      title={`This takes ${required} approvals, and there are too few people to give them`}
    >
      {isAdmin ? (
        <>
          Add a backup approver to{" "}
          <Link href={`/agents/${agent.id}`} className="text-link underline underline-offset-3">
            {agent.name}
          </Link>
          , or deny the request.
        </>
      ) : (
        <>Ask an administrator to add a backup approver to {agent.name}, or deny the request.</>
      )}
    </Alert>
  );
}
