import type { ReactNode } from "react";
import { listed } from "#components/text/shorten-list.ts";
import { cn } from "#components/ui/cn.ts";
import { Icon, type IconName } from "#components/ui/icon";
import { stateLooks } from "#components/ui/looks.ts";
import type { RequestView } from "#lib/requests/request-view";
import { type Ending, endingOf } from "./ending.ts";

interface Shown extends Omit<Ending, "tone"> {
  tone: keyof typeof looks;
  icon: IconName;
}

const looks = {
  success: { className: "border-success/30 bg-success-soft", color: "text-success" },
  danger: { className: "border-danger/30 bg-danger-soft", color: "text-danger" },
  neutral: { className: "bg-muted", color: "text-muted-foreground" },
  warning: { className: "border-warning/30 bg-warning-soft", color: "text-warning" },
  info: { className: "border-info/30 bg-info-soft", color: "text-info" },
};

/** The outcome, or why the viewer can't decide. `news` tells a screen reader of a change. */
export function Outcome(props: {
  view: RequestView;
  viewerId: string;
  line: ReactNode;
  news: string;
  children?: ReactNode;
}) {
  const { tone, icon, title, text } = outcomeOf(props.view, props.viewerId);
  const { className, color } = looks[tone];
  return (
    <section
      id="outcome"
      tabIndex={-1}
      aria-labelledby="outcome-title"
      className={cn("grid gap-3 rounded-lg border px-4 py-3", className)}
    >
      <div className="flex gap-3">
        <Icon name={icon} className={cn("mt-0.5 size-5", color)} />
        <div className="grid min-w-0 gap-0.5">
          <h2 id="outcome-title" className="font-semibold text-base [overflow-wrap:anywhere]">
            {title}
          </h2>
          <p className="[overflow-wrap:anywhere]">{props.line ?? text}</p>
          <span role="status" className="sr-only">
            {props.news}
          </span>
        </div>
      </div>
      {props.children}
    </section>
  );
}

function outcomeOf(view: RequestView, viewerId: string): Shown {
  const { viewerRole, approvals } = view;
  const decisions = view.decisions
    .filter(({ voided }) => !voided)
    .map(({ decision, person, onBehalfOf, isStanding }) => ({
      ...{ decision, personId: person.id, name: person.name, forWhom: onBehalfOf?.name ?? null, isStanding },
    }));
  const ending = endingOf(
    { ...view, isTest: view.agent.isTest, decisions, grant: view.grant?.state ?? null },
    viewerId,
  );
  if (ending) return { ...ending, icon: stateLooks[view.state].icon };
  if (decisions.some((made) => made.personId === viewerId)) {
    return {
      tone: "info",
      icon: stateLooks.pending.icon,
      title: `You approved (${approvals.given} of ${approvals.required})`,
      text: "Waiting for another approver. You're done here.",
    };
  }
  if (viewerRole.mayDecide || !viewerRole.isYours) {
    return {
      tone: "info",
      icon: "info",
      title: "View only",
      text: namesOf(view),
    };
  }
  return {
    tone: "warning",
    icon: "circle-alert",
    title: "You can't decide this request",
    text: viewerRole.message,
  };
}

/** The people who decide a pending request, by its requirements. */
function namesOf({ requirements }: RequestView): string {
  const names = [...new Set(requirements.flatMap(({ deciders }) => deciders.map(({ name }) => name)))];
  if (names.length === 0) return "No one can decide this right now.";
  if (names.length > 3) return `${names.length} people can decide this.`;
  return `${listed(names)} ${names.length === 1 ? "decides" : "decide"} this.`;
}
