import { CircleAlert, CircleCheck, CircleX, Hourglass, Info, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import type { RequestView } from "#lib/requests/request-view";
import { type Ending, endingOf } from "./ending.ts";

const looks: Record<Ending["tone"] | "waiting", { icon: LucideIcon; className: string; tone: string }> = {
  success: { icon: CircleCheck, className: "border-success/30 bg-success-soft", tone: "text-success" },
  danger: { icon: CircleX, className: "border-danger/30 bg-danger-soft", tone: "text-danger" },
  warning: { icon: CircleAlert, className: "border-warning/30 bg-warning-soft", tone: "text-warning" },
  info: { icon: Info, className: "border-info/30 bg-info-soft", tone: "text-info" },
  waiting: { icon: Hourglass, className: "border-info/30 bg-info-soft", tone: "text-info" },
};

/**
 * Replaces the decision form: the outcome of the request, or the reason why this viewer can't
 * decide. Focused after a decision. `children` come below.
 */
export function Outcome(props: { view: RequestView; viewerId: string; children?: ReactNode }) {
  const { tone, title, text } = outcomeOf(props.view, props.viewerId);
  const { icon: Icon, className, tone: colour } = looks[tone];
  return (
    <section
      id="outcome"
      tabIndex={-1}
      aria-labelledby="outcome-title"
      className={cn("grid gap-4 rounded-lg border px-4 py-4 sm:px-5", className)}
    >
      <div className="flex gap-3">
        <Icon aria-hidden className={cn("mt-0.5 size-5 shrink-0", colour)} />
        <div className="grid min-w-0 gap-0.5">
          <h2 id="outcome-title" className="font-semibold text-base [overflow-wrap:anywhere]">
            {title}
          </h2>
          <p>{text}</p>
        </div>
      </div>
      {props.children}
    </section>
  );
}

function outcomeOf(view: RequestView, viewerId: string): Omit<Ending, "tone"> & { tone: keyof typeof looks } {
  const { viewerRole, approvals } = view;
  const decisions = view.decisions
    .filter(({ voided }) => !voided)
    .map(({ decision, person, onBehalfOf }) => ({
      decision,
      personId: person.id,
      name: person.name,
      forWhom: onBehalfOf?.name ?? null,
    }));
  const ending = endingOf({ ...view, decisions }, viewerId);
  if (ending) return ending;
  if (decisions.some((made) => made.personId === viewerId)) {
    return {
      tone: "waiting",
      title: `You approved (${approvals.given} of ${approvals.required})`,
      text: "Waiting for another approver. You're done here.",
    };
  }
  if (viewerRole.mayDecide || !viewerRole.isYours) {
    return {
      tone: "info",
      title: "View only",
      text: "You're not an approver for this request. See Approvers.",
    };
  }
  return { tone: "warning", title: "You can't decide this request", text: viewerRole.message };
}
