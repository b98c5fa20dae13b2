import { LocalTime } from "#components/text/local-time";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Icon } from "#components/ui/icon";
import type { Decider, RequirementView } from "#lib/approvals/list-deciders";
import type { RequestView } from "#lib/requests/request-view";
import { stateLabels } from "#lib/text/labels";

type Decision = "approve" | "deny" | undefined;

/** The required approvals, the people who can decide, and the decisions so far. */
export function Deciders({ view, viewerId }: { view: RequestView; viewerId: string }) {
  const decisionOf = new Map(
    view.decisions
      .filter(({ voided, isStanding }) => !voided && !isStanding)
      .map((made) => [made.person.id, made.decision]),
  );
  return (
    <Card aria-labelledby="deciders">
      <CardHeader>
        <div>
          <CardTitle id="deciders">Approvers</CardTitle>
          {view.requirements.length > 1 ? (
            <CardDescription>
              All of these are required. One person can count toward more than one.
            </CardDescription>
          ) : null}
        </div>
      </CardHeader>
      <CardContent className="grid gap-4">
        {view.requirements.map((requirement, index) => (
          <Requirement
            // biome-ignore lint/suspicious/noArrayIndexKey: their order never changes
            key={index}
            requirement={requirement}
            decisionOf={decisionOf}
            viewerId={viewerId}
          />
        ))}
      </CardContent>
    </Card>
  );
}

function Requirement(props: {
  requirement: RequirementView;
  decisionOf: Map<string, "approve" | "deny">;
  viewerId: string;
}) {
  const { words, approvals, given, deciders } = props.requirement;
  return (
    <section className="grid gap-2">
      <h3 className="font-medium text-[0.8125rem] text-muted-foreground tabular-nums [overflow-wrap:anywhere]">
        {words}
        {approvals > 1 || given > 0 ? ` · ${given} of ${approvals}` : null}
      </h3>
      <ul className="grid gap-2">
        {deciders.map((person) => {
          const decision = props.decisionOf.get(person.id);
          return (
            <li key={person.id} className="flex min-w-0 items-start gap-2">
              <DecisionIcon decision={decision} />
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {person.name}
                <span className="text-muted-foreground">
                  {person.id === props.viewerId ? " (you)" : ""} · <CapacityWords decider={person} />
                  {decision ? ` · ${stateLabels[decision === "deny" ? "denied" : "approved"]}` : ""}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
      {deciders.length === 0 ? <p className="text-muted-foreground">No one right now</p> : null}
    </section>
  );
}

const capacityNames: Record<Decider["capacity"], string> = {
  owner: "Owner",
  backup: "Backup approver",
  group: "Group member",
  delegate: "Delegate",
};

function CapacityWords({ decider }: { decider: Decider }) {
  const { capacity, onBehalfOf, from } = decider;
  const since = from ? (
    <>
      {" from "}
      <LocalTime at={from} />
    </>
  ) : null;
  if (!onBehalfOf) {
    return (
      <>
        {capacityNames[capacity]}
        {since}
      </>
    );
  }
  return (
    <>
      Delegate for {onBehalfOf.name}
      {since} until <LocalTime at={onBehalfOf.until} />
    </>
  );
}

function DecisionIcon({ decision }: { decision: Decision }) {
  const name = decision === "approve" ? "circle-check" : decision === "deny" ? "circle-x" : "circle-dashed";
  const tone =
    decision === "approve" ? "text-success" : decision === "deny" ? "text-danger" : "text-muted-foreground";
  return <Icon name={name} className={`mt-0.5 ${tone}`} />;
}
