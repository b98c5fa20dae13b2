import { BulletList } from "#components/ui/bullet-list";
import { ContentCard } from "#components/ui/card";
import { Icon } from "#components/ui/icon";

const happens = [
  "Requests within these bounds that need one approval, which you could give, run and no one is asked.",
  "Policy decides first. What it blocks stays blocked, and a request that needs 2 approvals or number matching reaches people.",
  "About 1 in 20, and at least 1 a day, still reaches you. If one expires or the agent cancels it, the standing approval ends.",
  "You can end it at any time on the request's page. The agent's owner and admins can end it on the agent's page.",
];

const ends = [
  "A request of this type is outside these bounds.",
  "A request of this type is denied or edited, or someone didn't expect it.",
  "An action of this type fails, or its outcome is uncertain.",
  "The agent's keys, workloads, labels or owner change, or it's put on hold.",
  "Agents are frozen.",
  "A rule or this action type changes.",
  "You lose the Approver role, your place as its approver or this passkey.",
  "It isn't used for 7 days.",
];

/** What a standing approval does, and what it doesn't. */
export function Consequences() {
  return (
    <ContentCard title="After you sign" layout="grid gap-2">
      <BulletList items={happens} />
      <details className="group">
        <summary className="touch-target w-fit gap-1 font-medium">
          What ends it early
          <Icon name="chevron-right" className="size-3.5 text-muted-foreground group-open:rotate-90" />
        </summary>
        <div className="py-2">
          <BulletList items={ends} />
        </div>
      </details>
    </ContentCard>
  );
}
