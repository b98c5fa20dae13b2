import { act } from "#app/(console)/acts/act";
import { Standing } from "#components/agents/standing-approvals";
import { Denial } from "#components/agents/standing-denials";
import { OutcomeBadge, RiskBadge } from "#components/badges/request-badges";
import { NotInForce, RuleSentence, RuleState, type RuleView } from "#components/policy/rule-row";
import { ThresholdTiers } from "#components/policy/thresholds/tiers";
import { Badge } from "#components/ui/badge";
import type { RuleWords } from "#lib/policy/explanation/describe-rule";
import type { DefaultOutcome } from "#lib/policy/language/rule";
import type { Permission } from "./permissions.ts";

interface Props {
  permission: Permission;
  agentId: string;
  defaultOutcome: DefaultOutcome;
  mayEnd: (standing: { by: { id: string } }) => boolean;
  now: Date;
}

/** An action type: its rules, then what stands for it. */
export function PermissionRow({ permission, defaultOutcome, ...props }: Props) {
  const { title, type, risk, thresholds, rules } = permission;
  return (
    <tr className="block px-4 py-3 md:table-row md:p-0">
      <th scope="row" className="block pb-2 font-normal md:table-cell md:px-5 md:py-3 md:align-top">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          {title}
          {risk ? <RiskBadge risk={risk} /> : null}
        </span>
        {type ? (
          <code className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">{type}</code>
        ) : null}
      </th>
      <td className="block md:table-cell md:px-5 md:py-3 md:align-top">
        <ul className="grid gap-3">
          {thresholds.map((threshold) => (
            <li key={threshold.id} className="grid gap-1.5">
              <span className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
                {threshold.title}
                {threshold.scope ? `, only if ${threshold.scope}` : null}
              </span>
              <span className="flex flex-wrap gap-2 empty:hidden">
                <NotInForce {...threshold} />
              </span>
              <ThresholdTiers tiers={threshold.tiers} />
            </li>
          ))}
          {rules.map((rule) => (
            <RuleItem key={rule.id} rule={rule} isOfType={type !== undefined} />
          ))}
          {thresholds.length + rules.length > 0 ? null : (
            <li>
              <OutcomeBadge outcome={defaultOutcome} />
            </li>
          )}
          <StandingItems permission={permission} {...props} />
        </ul>
      </td>
    </tr>
  );
}

function RuleItem({ rule, isOfType }: { rule: RuleView; isOfType: boolean }) {
  return (
    <li className="grid justify-items-start gap-1">
      <span className="flex flex-wrap gap-2">
        <RuleState rule={rule} />
      </span>
      {isUnconditional(rule.words) && isOfType ? null : (
        <RuleSentence words={rule.words} isBrief={isOfType} />
      )}
    </li>
  );
}

/** Whether the rule is fully described by the outcome. */
function isUnconditional({ when, who, until, hasUsualLives }: RuleWords): boolean {
  return when.length + who.length === 0 && until === undefined && hasUsualLives;
}

const item = "flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 border-t pt-3";

/** The acts that end what stands are here, because no other page lists them all. */
function StandingItems({ permission, ...props }: Omit<Props, "defaultOutcome">) {
  return (
    <>
      {permission.denials.map((denial) => (
        <li key={denial.id} className={item}>
          <Badge variant="danger-outline">Standing denial</Badge>
          <span className="w-full" />
          <Denial denial={denial} action={act("agents/end-standing-denial")} {...props} />
        </li>
      ))}
      {permission.approvals.map((approval) => (
        <li key={approval.id} className={item}>
          <Badge variant="success-outline">Standing approval</Badge>
          <span className="w-full" />
          <Standing approval={approval} action={act("agents/end-standing-approval")} {...props} />
        </li>
      ))}
    </>
  );
}
