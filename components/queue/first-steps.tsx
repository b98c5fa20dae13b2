import { Card } from "#components/ui/card";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { Link } from "#components/ui/link";
import type { FirstStep, FirstSteps } from "#lib/requests/find-first-steps";
import { Introduction } from "./introduction.tsx";
import { type SendTest, SendTestRequest } from "./send-test-request.tsx";

const words: Record<FirstStep, { title: string; hint: string; href: string }> = {
  agent: { title: "Connect an agent", hint: "Claude Code, an API, your code.", href: "/connect" },
  request: {
    title: "Send a first request",
    hint: "The agent's page has the commands.",
    href: "/agents",
  },
  approval: {
    title: "Approve a request",
    hint: "You'll confirm with your passkey.",
    href: "/queue?state=pending",
  },
  passkey: {
    title: "Add a second passkey",
    hint: "On another device, so you don't get locked out.",
    href: "/settings#passkeys",
  },
  admin: {
    title: "Invite a second admin",
    hint: "Someone who can recover your access.",
    href: "/people/invite",
  },
  phone: {
    title: "Get notified on your phone",
    hint: "Install the app and turn on notifications.",
    href: "/settings/notifications",
  },
};

/** The first steps of an admin or approver, until done or hidden. Folded above a list. */
export function FirstStepsCard(props: {
  firstSteps: FirstSteps;
  isOpen: boolean;
  /** Whether there is no agent yet: the card then says what Countersign is, and is the only one. */
  isNew: boolean;
  hide: () => Promise<void>;
  /** Sends the person a test request; undefined for a person who may not. */
  sendTest: SendTest | undefined;
}) {
  const { steps, offers, groups } = props.firstSteps;
  const hasApproved = steps.some(({ step, isDone }) => step === "approval" && isDone);
  const done = steps.filter(({ isDone }) => isDone).length;
  return (
    <Card aria-label="Get started" className={cn("mb-3", !props.isOpen && "not-desk:hidden")}>
      {props.isNew ? <Introduction sendTest={props.sendTest} hasApproved={hasApproved} /> : null}
      <details open={props.isOpen && !props.isNew}>
        <summary className="flex min-h-11 cursor-pointer items-center justify-between gap-4 px-4 py-2 sm:px-5">
          <h2 className="font-semibold text-[0.9375rem]">Get started</h2>
          <span className="text-muted-foreground text-sm tabular-nums">
            {done} of {steps.length} done
          </span>
        </summary>
        {props.sendTest && !props.isNew ? (
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t px-4 py-3 sm:px-5">
            <p className="text-muted-foreground">
              Try an approval now, without an agent. You get a test request and decide it with your passkey.
            </p>
            <SendTestRequest action={props.sendTest} />
          </div>
        ) : null}
        <ul className="grid gap-x-4 border-t px-2 py-2 sm:grid-cols-2 sm:px-3 xl:grid-cols-3">
          {offers > 0 ? (
            <Step
              isDone={false}
              title={offers === 1 ? "Accept 1 agent" : `Accept ${offers} agents`}
              hint="Transferred to you. Accepting makes you the owner."
              href="/agents/mine"
            />
          ) : null}
          {steps.map(({ step, isDone }) => (
            <Step key={step} isDone={isDone} {...words[step]} />
          ))}
        </ul>
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t px-4 py-1 text-muted-foreground text-sm sm:px-5">
          <p className="[overflow-wrap:anywhere]">
            {groups.length > 0 ? `You approve for: ${groups.join(", ")}` : ""}
          </p>
          <form action={props.hide}>
            <button type="submit" className="control-height -mr-2 rounded-md px-2 font-medium hover:bg-muted">
              Hide<span className="sr-only"> the first steps</span>
            </button>
          </form>
        </div>
      </details>
    </Card>
  );
}

function Step(props: { isDone: boolean; title: string; hint: string; href: string }) {
  const { isDone, title, hint, href } = props;
  if (isDone) {
    return (
      <li className="flex min-h-11 items-center gap-2.5 px-2 py-1.5 text-muted-foreground">
        <Icon name="circle-check" className="size-4.5 text-success" />
        <span>
          {title}
          <span className="sr-only">, done</span>
        </span>
      </li>
    );
  }
  return (
    <li>
      <Link href={href} className="flex min-h-11 items-start gap-2.5 rounded-md px-2 py-1.5 hover:bg-muted">
        <span
          aria-hidden
          className="m-px mt-[3px] size-4 shrink-0 rounded-full border-[1.5px] border-muted-foreground"
        />
        <span className="grid min-w-0">
          <span className="font-medium">{title}</span>
          <span className="text-[0.8125rem] text-muted-foreground">{hint}</span>
        </span>
      </Link>
    </li>
  );
}
