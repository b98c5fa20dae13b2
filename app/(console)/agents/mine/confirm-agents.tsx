import { SignButton } from "#components/people/sign-ownership-button";
import { LocalTime } from "#components/text/local-time";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { base64url } from "#lib/kernel/digest";
import type { AttestationOffer } from "#lib/ownership/find-attestation";
import type { OwnAgent } from "#lib/ownership/list-own-agents";

/** A single signature for the whole list, rendered from the signed bytes. */
export function ConfirmAgents(props: { offer: AttestationOffer; agents: OwnAgent[] }) {
  const { offer, agents } = props;
  const { statement } = offer;
  const count = statement.agents.length;
  const isPressing = agents.some(({ attestation }) => attestation.state !== "confirmed");
  const listed = (
    <ul className="grid list-disc gap-1 pl-5">
      {statement.agents.map(({ agent, name }) => (
        <li key={agent} className="[overflow-wrap:anywhere]">
          {name} <code className="font-mono text-muted-foreground text-xs">{agent}</code>
        </li>
      ))}
    </ul>
  );
  return (
    <Card>
      <CardHead title={isPressing ? "Confirm ownership" : "Ownership is up to date"}>
        {isPressing ? "Confirm with your passkey" : "You can confirm now, with your passkey,"} that you're
        still the accountable owner of {count === 1 ? "this agent" : `these ${count} agents`}.
        {count < agents.length ? ` ${agents.length - count} more will follow in a second confirmation.` : ""}{" "}
        If an agent is no longer yours, transfer or revoke it first.
      </CardHead>
      <CardContent className="grid gap-4">
        {count > 12 ? (
          <details>
            <summary className="w-fit cursor-pointer rounded-sm py-1.5 text-link">Show all {count}</summary>
            {listed}
          </details>
        ) : (
          listed
        )}
        <p className="text-[0.8125rem] text-muted-foreground">
          Confirm by <LocalTime at={new Date(statement.expires_at)} />. After that, reload this list.
        </p>
        <SignButton
          path="/api/ownership/attestations"
          statement={base64url(offer.bytes)}
          seal={offer.seal}
          label={count === 1 ? "Confirm ownership of 1 agent" : `Confirm ownership of ${count} agents`}
        />
      </CardContent>
    </Card>
  );
}
