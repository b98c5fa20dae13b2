import { useState } from "react";
import { grantLifetimes, requestLifetimes } from "#components/policy/rule/lifetime-select";
import { loadLater, OnDemand, Unloaded } from "#components/ui/after-load";
import { Fold } from "../fold.tsx";
import type { ThresholdTierProps } from "./tier-fields.tsx";

// Most thresholds are edited without these fields, so the fields load when opened.
const TierFields = loadLater(async () => (await import("./tier-fields.tsx")).default, Unloaded);

const detailFields = [
  ...["approvers", "approvers.group", "escalateAfterSeconds", "title", "requestTtlSeconds"],
  "readingSeconds",
];

/** The seldom changed settings of a tier: approvers, lifetimes of requests and grants, title. */
export function TierDetails(props: ThresholdTierProps) {
  const { tier, errorOf } = props;
  const [isOpen, setOpen] = useState(false);
  if (tier.outcome === "none") return null;
  const isFaulty = [...detailFields, "grantTtlSeconds"].some((field) => errorOf(field) !== undefined);
  return (
    <Fold
      className="mt-2"
      isOpen={isFaulty}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      title={<span className="[overflow-wrap:anywhere]">{detailsWords(props)}</span>}
    >
      {isOpen || isFaulty ? (
        <OnDemand>
          <TierFields {...props} />
        </OnDemand>
      ) : null}
    </Fold>
  );
}

function detailsWords({ tier, groups, madeTitle }: ThresholdTierProps): string {
  const { outcome, approvals, approvers, requestTtlSeconds, grantTtlSeconds } = tier;
  if (outcome === "block") return `“${tier.title || madeTitle}”`;
  if (outcome === "allow") return `Grant valid for ${lifetimeText(grantLifetimes, grantTtlSeconds)}`;
  const group =
    approvers && "group" in approvers ? groups.find(({ id }) => id === approvers.group) : undefined;
  const who = {
    owner_or_backups: approvals === 1 ? "the owner or a backup approver" : "the owner or backup approvers",
    owner: "the owner",
    owner_and_group: `the owner and ${group?.name ?? "a group"}`,
    group: group?.name ?? "a group",
  }[approvers?.kind ?? "owner_or_backups"];
  return `Approved by ${who} within ${lifetimeText(requestLifetimes, requestTtlSeconds)}`;
}

function lifetimeText(lifetimes: [number, string][], seconds: number): string {
  return lifetimes.find(([each]) => each === seconds)?.[1] ?? `${seconds} seconds`;
}
