"use client";

import { act } from "#app/(console)/acts/act";
import { EnrollmentCode } from "#components/boundaries/enrollment-code";
import { ActButton } from "#components/forms/act-button";
import type { FormAction } from "#components/forms/action-state.ts";
import { FormMessage } from "#components/forms/form-message";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { LinkOnce } from "#components/people/link-once";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { CodeBlock } from "#components/ui/code-block";
import { EndpointSecret } from "../../channels/webhooks/endpoint-secret.tsx";
import type { ShownOnce } from "./confirmation.ts";

interface Props {
  proposalId: string;
  digest: string;
  /** For the buttons' accessible names. */
  title: string;
  isOwn: boolean;
  /** A version of the policy is confirmed on its own review page, where the whole difference is. */
  isReviewedElsewhere: boolean;
}

/** The proposer can withdraw a change. Another admin confirms or declines. */
export function ResolveChange(props: Props) {
  if (props.isOwn) return <End {...props} action={act("proposal/withdraw")} label="Withdraw change" />;
  if (props.isReviewedElsewhere) return <End {...props} action={act("proposal/decline")} label="Decline" />;
  return <Answer {...props} />;
}

function Answer(props: Props) {
  const { pending, formProps, message, result, dialog } = useConfirmedAction<ShownOnce>(
    act("proposal/confirm"),
  );
  if (result && result.kind !== "done") return <Shown result={result} />;
  return (
    <div className="flex flex-wrap items-start gap-2">
      <form className="grid gap-2" {...formProps}>
        <input type="hidden" name="proposalId" value={props.proposalId} />
        <input type="hidden" name="digest" value={props.digest} />
        <Button type="submit" aria-haspopup="dialog" disabled={pending}>
          Confirm…<span className="sr-only"> {props.title}</span>
        </Button>
        <FormMessage message={message} />
      </form>
      <End {...props} action={act("proposal/decline")} label="Decline" />
      <ConfirmDialog {...dialog} />
    </div>
  );
}

function End(props: Props & { action: FormAction; label: string }) {
  const { action, label, proposalId, title } = props;
  return (
    <ActButton action={action} fields={{ proposalId }} className="grid gap-2" label={label}>
      <span className="sr-only"> {title}</span>
    </ActButton>
  );
}

function Shown({ result }: { result: Exclude<ShownOnce, { kind: "done" }> }) {
  if (result.kind === "link") return <LinkOnce {...result} />;
  if (result.kind === "code") return <BoundaryCode {...result} />;
  if (result.kind === "endpoint") return <EndpointSecret {...result} title="Webhook endpoint added" />;
  return (
    <div className="grid gap-3">
      <Alert variant="success" role="status" title={`${result.name} is registered`}>
        It can now redeem grants for {result.audience}.
        {result.secret ? " Copy this secret now. You won't be able to see it again." : null}
      </Alert>
      {result.secret ? <CodeBlock label="Secret, shown once" text={result.secret} /> : null}
    </div>
  );
}

function BoundaryCode(result: Extract<ShownOnce, { kind: "code" }>) {
  const issued = { code: result.code, expiresAt: new Date(result.expiresAt) };
  return (
    <div className="grid gap-3">
      <Alert variant="success" role="status" title={`Enrollment code for ${result.name}`}>
        Run this where the boundary runs.
      </Alert>
      <EnrollmentCode origin={result.origin} issued={issued} kind={null} />
    </div>
  );
}
