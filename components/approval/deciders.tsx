import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
import type { RequestView } from "#lib/requests/request-view";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "../ui/card.tsx";

/** Who can decide, and who has. */
export function Deciders(props: { view: RequestView; viewerId: string }) {
  const { approvals, deciders, decisions } = props.view;
  const decisionOf = new Map(decisions.map((made) => [made.person.id, made.decision]));
  return (
    <Card aria-labelledby="deciders">
      <CardHeader>
        <div>
          <CardTitle id="deciders">Who can decide</CardTitle>
          <CardDescription className="tabular-nums">
            {approvals.required === 1
              ? "Any one of them"
              : `${approvals.given} of ${approvals.required} approvals given`}
          </CardDescription>
        </div>
      </CardHeader>
      <CardContent>
        <ul className="grid gap-2">
          {deciders.map((person) => (
            <li key={person.id} className="flex min-w-0 items-start gap-2">
              <DecisionIcon decision={decisionOf.get(person.id)} />
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {person.name}
                <span className="text-muted-foreground">
                  {person.id === props.viewerId ? " (you)" : ""} · {person.isOwner ? "owner" : "backup"}
                  {person.hasDecided
                    ? ` · ${decisionOf.get(person.id) === "deny" ? "denied" : "approved"}`
                    : ""}
                </span>
              </span>
            </li>
          ))}
        </ul>
        {deciders.length === 0 ? <p className="text-muted-foreground">Nobody at the moment.</p> : null}
      </CardContent>
    </Card>
  );
}

function DecisionIcon({ decision }: { decision: "approve" | "deny" | undefined }) {
  const Icon = decision === "approve" ? CircleCheck : decision === "deny" ? CircleX : CircleDashed;
  const tone =
    decision === "approve" ? "text-success" : decision === "deny" ? "text-danger" : "text-muted-foreground";
  return <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} />;
}
