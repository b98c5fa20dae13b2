"use client";

import { type ReactNode, useEffect, useRef, useState, useTransition } from "react";
import type { Proof } from "#components/agents/connect/step.ts";
import { StepBody } from "#components/agents/connect/step-body";
import { useLive } from "#components/live/use-live.ts";
import { Alert } from "#components/ui/alert";
import { LinkButton } from "#components/ui/button";
import { cn } from "#components/ui/cn.ts";
import { useShownOnce } from "#components/ui/dialog/use-unsaved";
import { Icon } from "#components/ui/icon";
import type { FirstCallProgress } from "#lib/requests/find-first-call";
import type { Connected } from "./connected.ts";
import { firstCallProgress } from "./progress.ts";

/** What is left to do on the agent's machine. The page watches live and marks each step as done. */
export function ConnectSteps(props: {
  connected: Connected;
  title: string;
  links: readonly { href: string; label: string }[];
}) {
  const { agent, steps, awaits, approver } = props.connected;
  const progress = useProgress(awaits);
  const secret = steps.find(({ once }) => once)?.once;
  const question = useShownOnce(secret !== undefined && !progress?.firstCall, secret?.noun);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="grid gap-6">
      <h2 ref={heading} tabIndex={-1} className="font-semibold text-lg outline-none [overflow-wrap:anywhere]">
        {props.title}
      </h2>
      <ol className="grid gap-6">
        {steps.map((step, index) => (
          <Step key={step.title} number={index + 1} done={isProven(step.proof, progress)} title={step.title}>
            <StepBody step={step} />
            {index === steps.length - 1 ? (
              <FirstCall call={progress?.firstCall} name={agent.name} approver={approver} />
            ) : null}
          </Step>
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1">
        <LinkButton href={`/agents/${agent.id}`} variant="outline">
          Go to agent
        </LinkButton>
        {/* In another tab, because this page shows a secret once. */}
        {props.links.map(({ href, label }) => (
          <a
            key={href}
            href={href.startsWith("/docs/") ? `${href}?agent=${agent.id}` : href}
            target="_blank"
            rel="noopener"
            className="control-height inline-flex items-center text-link underline underline-offset-3"
          >
            {label}
          </a>
        ))}
      </div>
      {question}
    </div>
  );
}

function useProgress(awaits: Connected["awaits"]): FirstCallProgress | undefined {
  const [progress, setProgress] = useState<FirstCallProgress>();
  const [, startTransition] = useTransition();
  useLive(`agent/${awaits.agentId}`, () =>
    startTransition(async () => {
      // Offline, the secret stays on the page.
      const read = await firstCallProgress(awaits).catch(() => undefined);
      if (read) setProgress(read);
    }),
  );
  return progress;
}

/** A call proves every step before it that it needs. */
export function isProven(proof: Proof, progress: FirstCallProgress | undefined): boolean {
  if (!progress) return false;
  const { hasKey, isChecked, firstCall } = progress;
  return firstCall !== undefined || (proof === "key" && hasKey) || (proof === "check" && isChecked);
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

export function FirstCall(props: {
  call: FirstCallProgress["firstCall"];
  name: string;
  /** The owner's name. Undefined if the viewer can approve. */
  approver: string | undefined;
}) {
  const { call, name, approver } = props;
  return (
    <div role="status">
      {call ? (
        <Alert variant="success" title="First call received">
          {call.state === "pending" && approver ? `${approver} decides it.` : null}
          <div className="mt-2">
            <LinkButton href={`/requests/${call.id}`}>
              {call.state === "pending" && !approver ? "Review request" : "Open request"}
              <Icon name="arrow-right" />
            </LinkButton>
          </div>
        </Alert>
      ) : (
        <p className="rounded-md border border-dashed px-4 py-3 text-muted-foreground">
          Waiting for the first call of {name}. This page updates automatically.
        </p>
      )}
    </div>
  );
}
