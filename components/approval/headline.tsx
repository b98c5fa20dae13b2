import { AgentAvatar } from "#components/agents/avatars";
import { BreakGlassBadge } from "#components/badges/break-glass-badge";
import { RiskBadge } from "#components/badges/request-badges";
import { TestAgentBadge } from "#components/badges/status-badges";
import { RelativeTime } from "#components/text/relative-time";
import { Badge } from "#components/ui/badge";
import { Link } from "#components/ui/link";
import type { CommandPart } from "#lib/descriptors/commands/alarming-parts";
import type { Rendering } from "#lib/descriptors/render/rendering";
import type { SaidAbove } from "#lib/descriptors/render/said-once";
import type { ActionAmount } from "#lib/policy/action-types/action-amount";
import type { RequestView } from "#lib/requests/request-view";
import { Amount } from "../text/amount.tsx";
import { UntrustedText } from "../text/untrusted-text.tsx";
import { CommandText } from "./description/command-text.tsx";
import { SentenceText } from "./description/sentence.tsx";

interface HeadlineProps {
  view: RequestView;
  viewerId: string;
  /** From the signed statement, if present. */
  environment: string | undefined;
  /** From the signed statement, if present. */
  rendering: Rendering;
  amount: ActionAmount | undefined;
  /** The whole command, and its alarming parts. */
  command: { text: string; parts: CommandPart[] } | undefined;
  said: SaidAbove;
  /** Labels of fields equal to the resource, which the list leaves out. */
  resourceLabels: string[];
  now: Date;
}

/** The agent and its owner, and the sentence with the amount, or the command. */
export function Headline(props: HeadlineProps) {
  const { view, rendering, amount, command, said } = props;
  const { type, sentence, intent } = rendering;
  return (
    <div className="grid min-w-0 gap-1.5">
      <RequestedBy {...props} />
      <div data-review="value" className="grid min-w-0 gap-0.5">
        <h1 className="font-semibold text-xl leading-7 [overflow-wrap:anywhere]">
          {sentence ? (
            <SentenceText sentence={sentence} />
          ) : (
            (intent ??
            view.entry?.title ?? <UntrustedText as="value" text={type} className="font-mono text-lg" />)
          )}
        </h1>
        {amount && !sentence ? (
          <p className="leading-none">
            <span className="sr-only">Amount: </span>
            <Amount
              amount={amount}
              className="font-bold text-[2.125rem] leading-10 tracking-tight [overflow-wrap:anywhere]"
            />
          </p>
        ) : null}
        <Subject {...{ rendering, said }} resourceLabels={props.resourceLabels} />
        {view.agent.isTest ? (
          <p className="text-muted-foreground">This is a test. Approving it executes nothing.</p>
        ) : null}
      </div>
      {command ? <CommandText {...command} /> : null}
    </div>
  );
}

function RequestedBy({ view, viewerId, environment, now }: HeadlineProps) {
  const { agent, owner, entry } = view;
  const risk = entry?.risk ?? null;
  return (
    <p className="flex min-w-0 items-center gap-2 leading-5">
      <span className="sr-only">Requested by</span>
      <AgentAvatar agent={agent} className="size-8 self-start" />
      <span className="min-w-0 [overflow-wrap:anywhere] [&>span]:mr-1">
        {agent.mayOpen ? (
          <Link href={`/agents/${agent.id}`} className="font-semibold underline-offset-3 hover:underline">
            {agent.name}
          </Link>
        ) : (
          <strong className="font-semibold">{agent.name}</strong>
        )}{" "}
        <span className="text-muted-foreground">
          · {owner.id === viewerId ? "yours" : `${owner.name}'s`} ·{" "}
          <RelativeTime at={view.createdAt} now={now} />
        </span>
        {environment === undefined ? null : (
          <Badge variant="default">
            <span className="sr-only">Environment: </span>
            <bdi>{environment}</bdi>
          </Badge>
        )}
        {view.isBreakGlass ? <BreakGlassBadge /> : null}
        {agent.isTest ? <TestAgentBadge /> : risk && isSerious(risk) ? <RiskBadge risk={risk} /> : null}
      </span>
    </p>
  );
}

/** Risks beyond the words of an amount, or of a signal about an unknown type. */
function isSerious(risk: NonNullable<RequestView["entry"]>["risk"]): boolean {
  return risk === "destructive" || risk === "production";
}

function Subject(props: Pick<HeadlineProps, "rendering" | "said" | "resourceLabels">) {
  const { rendering, said, resourceLabels } = props;
  const { resource, tool, type } = rendering;
  const parts = [
    { name: "resource", label: "Resource: ", before: "", text: resource },
    { name: "tool", label: "Tool: ", before: "via ", text: tool },
    { name: "type", label: "Action type: ", before: "· ", text: type },
  ].filter(({ name, text }) => text !== undefined && !said.has(name));
  if (parts.length === 0) return null;
  return (
    <p className="text-[0.8125rem] text-muted-foreground leading-5 [overflow-wrap:anywhere]">
      {parts.map(({ name, label, before, text }, index) => (
        <span key={name} className={name === "resource" ? "text-foreground" : undefined}>
          {index > 0 ? " " : ""}
          {index > 0 || name === "tool" ? before : ""}
          <span className="sr-only">{label}</span>
          {/* In a box: "via" in an agent's text stays part of the text. */}
          <UntrustedText
            as="value"
            text={text ?? ""}
            className="rounded-sm bg-muted box-decoration-clone px-1 font-mono"
          />
          {name === "resource" && resourceLabels.length > 0 ? (
            <span className="text-muted-foreground"> ({resourceLabels.join(", ")})</span>
          ) : null}
        </span>
      ))}
    </p>
  );
}
