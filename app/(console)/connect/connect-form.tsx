"use client";

import { useRouter } from "next/navigation";
import { startTransition, useEffect, useState } from "react";
import { act } from "#app/(console)/acts/act";
import type { Kind } from "#components/agents/connect/kinds.ts";
import { WorkloadFields } from "#components/agents/workload-fields";
import type { Choices } from "#components/forms/choice";
import { NameField } from "#components/forms/field";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { TextLink } from "#components/ui/link";
import { CredentialFields, MoreOptions, People } from "./connect-fields.tsx";
import { ConnectSteps } from "./connect-steps.tsx";
import type { Connected } from "./connected.ts";
import type { Earlier } from "./earlier-credential.ts";

interface Props {
  id: string;
  credential: Kind["credential"];
  links: readonly { href: string; label: string }[];
  /** Undefined for a new agent. */
  agent?: { id: string; name: string; audience: string; earlier: Earlier } | undefined;
  newAgent?: NewAgent | undefined;
}

interface NewAgent {
  name: string;
  approvers: Choices;
  viewerId: string;
}

/**
 * The credential of a kind, for a new agent or as one more of an agent, and then the steps. The address of
 * a new agent becomes that of the agent, where a reload creates no second one. It is one component for
 * both addresses, so that the change of the address keeps the secret on the page.
 */
export function Connect({ agent, newAgent, ...kind }: Props) {
  const form = useConfirmedAction<Connected>(agent ? act("agent/key") : act("agent/create"));
  const [isNew] = useState(newAgent !== undefined);
  const { result } = form;
  const router = useRouter();
  const address = result && isNew ? `/connect/${kind.id}?agent=${result.agent.id}` : undefined;
  useEffect(() => {
    if (address) startTransition(() => router.replace(address, { scroll: false }));
  }, [address, router]);
  if (result) {
    const title = isNew ? `${result.agent.name} created` : `Connect ${result.agent.name}`;
    return <ConnectSteps connected={result} title={title} links={kind.links} />;
  }
  if (agent) return <AgentForm {...kind} form={form} agent={agent} />;
  return newAgent ? <NewAgentForm {...kind} form={form} newAgent={newAgent} /> : null;
}

type FormProps = Pick<Props, "id" | "credential"> & {
  form: ReturnType<typeof useConfirmedAction<Connected>>;
};

function NewAgentForm({ id, credential, form, newAgent }: FormProps & { newAgent: NewAgent }) {
  return (
    <ConfirmedForm form={form} submit="Create agent…" cancelHref="/connect" fields={fieldsOf(id, credential)}>
      <NameField hint="Shown to approvers, for example “Refund bot”." defaultValue={newAgent.name} />
      <People
        {...newAgent}
        isOpen={form.isFaulty}
        fields={credential === "workload" ? <WorkloadFields /> : null}
      >
        <CredentialFields id={id} credential={credential} />
      </People>
    </ConfirmedForm>
  );
}

function AgentForm({ id, credential, form, agent }: FormProps & { agent: NonNullable<Props["agent"]> }) {
  return (
    <ConfirmedForm
      form={form}
      submit={credential === "token" ? "Create token…" : credential === "key" ? "Add key…" : "Add identity…"}
      cancelHref={`/agents/${agent.id}/keys`}
      fields={{ ...fieldsOf(id, credential), agentId: agent.id }}
    >
      <EarlierCredential agent={agent} />
      {credential === "workload" ? (
        <WorkloadFields audience={agent.audience} />
      ) : (
        <MoreOptions isOpen={form.isFaulty}>
          <CredentialFields id={id} credential={credential} />
        </MoreOptions>
      )}
    </ConfirmedForm>
  );
}

/** After a reload: the secret is gone, and works until it is revoked. */
function EarlierCredential({ agent: { id, earlier } }: { agent: { id: string; earlier: Earlier } }) {
  if (!earlier) return null;
  return (
    <p className="text-muted-foreground">
      {earlier === "code" ? (
        "An earlier enrollment code can't be shown again, and a new one cancels it."
      ) : (
        <>
          An earlier {earlier} can't be shown again, so if you lost it, revoke it in{" "}
          <TextLink href={`/agents/${id}/keys`}>Keys</TextLink>.
        </>
      )}
    </p>
  );
}

function fieldsOf(id: string, credential: Props["credential"]): Record<string, string> {
  return { connects: id, ...(credential !== "key" && { keyKind: credential }) };
}
