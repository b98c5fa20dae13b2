"use client";

import { type ReactNode, useEffect, useRef, useState, useTransition } from "react";
import { askCommand, type KeyGiven } from "#components/agents/commands.ts";
import { KeyGivenView } from "#components/agents/key-given";
import { useLive } from "#components/live/use-live.ts";
import { AfterLoad, loadLater } from "#components/ui/after-load";
import { Alert } from "#components/ui/alert";
import { LinkButton } from "#components/ui/button";
import { cn } from "#components/ui/cn.ts";
import { CodeBlock } from "#components/ui/code-block";
import { Icon } from "#components/ui/icon";
import { type AgentProgress, agentProgress } from "../progress.ts";

const OtherWays = loadLater(async () => (await import("./other-ways.tsx")).OtherWays);

/** Steps from a new agent to the first request. The page watches live and marks each step as done. */
export function FirstSteps(props: {
  origin: string;
  agent: { id: string; name: string };
  given: KeyGiven;
  /** The owner's name. Undefined if the viewer can approve. */
  approver: string | undefined;
}) {
  const { agent, given, approver } = props;
  const progress = useProgress(agent.id);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const enrolled = isKeyDelivered(given.kind, progress);
  return (
    <div className="grid gap-6">
      <div className="grid gap-1">
        <h2 ref={heading} tabIndex={-1} className="font-semibold text-lg outline-none">
          {agent.name} created
        </h2>
        <p className="text-muted-foreground">Next steps</p>
      </div>
      <ol className="grid gap-6">
        <Step number={1} done={enrolled} title="Give the agent its key">
          <KeyGivenView origin={props.origin} agent={agent} given={given} />
        </Step>
        <Step number={2} done={Boolean(progress?.request)} title="Send a request">
          <p className="text-muted-foreground [overflow-wrap:anywhere]">
            {approver
              ? `If policy requires approval for this refund, the command waits until ${approver} approves it.`
              : "If policy requires approval for this refund, the command waits for your approval."}
          </p>
          <CodeBlock label="Run on the agent's machine" text={askCommand(agent)} />
          {given.kind === "code" ? (
            <AfterLoad>
              <OtherWays agent={agent} />
            </AfterLoad>
          ) : null}
        </Step>
        <Step number={3} done={false} title={approver ? `${approver} approves it` : "Approve it"}>
          <ArrivedRequest request={progress?.request} name={agent.name} mayApprove={!approver} />
        </Step>
      </ol>
      <LinkButton href={`/agents/${agent.id}`} variant="ghost" className="w-fit">
        Go to agent
      </LinkButton>
    </div>
  );
}

function useProgress(agentId: string): AgentProgress | undefined {
  const [progress, setProgress] = useState<AgentProgress>();
  const [, startTransition] = useTransition();
  useLive(`agent/${agentId}`, () =>
    startTransition(async () => {
      // Without a connection the key above stays on the page.
      const read = await agentProgress(agentId).catch(() => undefined);
      if (read) setProgress(read);
    }),
  );
  return progress;
}

function Step(props: { number: number; done: boolean; title: string; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3">
      <span
        className={cn(
          "grid size-7 place-items-center rounded-full border font-semibold text-xs tabular-nums",
          props.done ? "border-transparent bg-success-soft text-success" : "bg-card text-muted-foreground",
        )}
      >
        {props.done ? (
          <>
            <Icon name="check" />
            <span className="sr-only">Done</span>
          </>
        ) : (
          props.number
        )}
      </span>
      <div className="grid gap-3">
        <h3 className="font-semibold leading-7 [overflow-wrap:anywhere]">{props.title}</h3>
        {props.children}
      </div>
    </li>
  );
}

/**
 * Whether the agent's machine has the key. The server stores a secret or public key from the start,
 * so that only a request proves delivery.
 */
export function isKeyDelivered(kind: KeyGiven["kind"], progress: AgentProgress | undefined): boolean {
  if (kind === "secret" || kind === "public") return progress?.request !== undefined;
  return progress?.hasKey ?? false;
}

export function ArrivedRequest(props: {
  request: { id: string; state: string } | undefined;
  name: string;
  mayApprove: boolean;
}) {
  const { request, name, mayApprove } = props;
  return (
    <div role="status">
      {request ? (
        <Alert variant="success" title="First request received">
          <div className="mt-2">
            <LinkButton href={`/requests/${request.id}`}>
              {mayApprove && request.state === "pending" ? "Review request" : "Open request"}
              <Icon name="arrow-right" />
            </LinkButton>
          </div>
        </Alert>
      ) : (
        <p className="flex items-center gap-3 rounded-md border border-dashed px-4 py-3 text-muted-foreground">
          <span aria-hidden className="relative flex size-2.5 shrink-0">
            <span className="absolute inline-flex size-full rounded-full bg-primary opacity-60 motion-safe:animate-ping" />
            <span className="relative inline-flex size-2.5 rounded-full bg-primary" />
          </span>
          Waiting for {name} to send a request. This page updates automatically.
        </p>
      )}
    </div>
  );
}
