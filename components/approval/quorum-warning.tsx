import { Alert } from "#components/ui/alert";
import { Icon } from "#components/ui/icon";
import { TextLink } from "#components/ui/link";

/** Too few approvers remain for the missing approvals. `isLine`: above the buttons, in few words. */
export function QuorumWarning(props: {
  required: number;
  groups: { id: string; name: string }[];
  agent: { id: string; name: string };
  isAdmin: boolean;
  isLine?: boolean | undefined;
}) {
  const { required, groups, agent, isAdmin, isLine } = props;
  const [group] = groups;
  const title = `Not enough approvers: this needs ${required === 1 ? "1 approval" : `${required} approvals`}`;
  const remedy = isAdmin ? (
    <>
      {group ? "Add people to " : "Add a backup approver to "}
      <TextLink href={group ? `/people/groups/${group.id}` : `/agents/${agent.id}`}>
        {group ? group.name : agent.name}
      </TextLink>
      , or deny the request.
    </>
  ) : (
    <>
      Ask an admin to add {group ? `people to ${group.name}` : `a backup approver to ${agent.name}`}, or deny
      the request.
    </>
  );
  if (!isLine)
    return (
      <Alert variant="warning" title={title}>
        {remedy}
      </Alert>
    );
  return (
    <p className="flex min-w-0 gap-1.5 short:flex-1 text-[0.8125rem] leading-5 short:leading-4 [overflow-wrap:anywhere]">
      <Icon name="triangle-alert" className="mt-0.5 size-4 shrink-0 text-warning" />
      <span>
        <strong className="font-medium text-warning">{title}.</strong> {remedy}
      </span>
    </p>
  );
}
